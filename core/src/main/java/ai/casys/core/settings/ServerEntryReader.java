// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import ai.casys.core.settings.ServerDefinition.HttpKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads one entry of {@code mcpServers} in the shapes the known clients write it. Messages name keys and variables but
 * never values, which may be secrets. Stateless.
 */
final class ServerEntryReader {

    private static final Set<String> HONOURED = Set.of(
            "type",
            "transport",
            "transportType",
            "command",
            "args",
            "env",
            "cwd",
            "url",
            "httpUrl",
            "serverUrl",
            "headers",
            "disabled",
            "enabled",
            "isActive");

    /** Keys of known clients that steer the client itself and mean nothing behind a gateway. */
    private static final Set<String> OF_CLIENTS = Set.of(
            "alwaysAllow",
            "author",
            "autoApprove",
            "description",
            "dev",
            "displayName",
            "gallery",
            "homepage",
            "icon",
            "initTimeout",
            "name",
            "networkTimeout",
            "note",
            "notes",
            "provider",
            "source",
            "tags",
            "timeout",
            "title",
            "trust",
            "version",
            "watch",
            "$comment",
            "//");

    /** Keys of known clients that hide tools or add variables; not following them silently would mislead. */
    private static final Set<String> NOT_FOLLOWED = Set.of(
            "auth",
            "authProviderType",
            "disabledTools",
            "disabled_tools",
            "enabledTools",
            "enabled_tools",
            "envFile",
            "excludeTools",
            "includeTools",
            "inputs",
            "oauth",
            "requestInit",
            "sandbox",
            "tools");

    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final Variables variables;
    private final Path folder;
    private final Path userHome;

    /**
     * @param folder what a relative {@code cwd} starts from
     * @param userHome what a leading {@code ~} of {@code cwd} stands for
     */
    ServerEntryReader(Variables variables, Path folder, Path userHome) {
        this.variables = variables;
        this.folder = folder;
        this.userHome = userHome;
    }

    /** What became of an entry. */
    sealed interface Outcome {}

    /** It can be started; remarks are sentences for a person. */
    record Usable(ServerDefinition definition, List<String> remarks) implements Outcome {}

    /** It cannot be started, and why. */
    record Unusable(String message) implements Outcome {}

    /** The file says that it is not to be used. */
    record SwitchedOff() implements Outcome {}

    Outcome read(String name, JsonNode entry) {
        try {
            if (!entry.isObject()) {
                throw new Unfit(
                        "is " + Section.kind(entry) + " but must be an object with \"command\" or with \"url\"");
            }
            if (truth(entry, "disabled", false) || !truth(entry, "enabled", true) || !truth(entry, "isActive", true)) {
                return new SwitchedOff();
            }
            ServerDefinition definition = isHttp(entry) ? http(name, entry) : stdio(name, entry);
            return new Usable(definition, remarks(entry));
        } catch (Unfit | Variables.UnresolvedVariable e) {
            return new Unusable("Server " + name + " " + e.getMessage() + ".");
        }
    }

    private static boolean isHttp(JsonNode entry) {
        boolean command = entry.hasNonNull("command");
        boolean url = entry.hasNonNull("url") || entry.hasNonNull("httpUrl") || entry.hasNonNull("serverUrl");
        Optional<String> type = type(entry);
        if (command && url) {
            return type.map(named -> !named.equals("stdio"))
                    .orElseThrow(() -> new Unfit("has both \"command\" and an address; keep one, or add \"type\""));
        }
        if (!command && !url) {
            throw new Unfit("has neither \"command\" (a program) nor \"url\" (an address); add one");
        }
        if (type.isPresent() && type.get().equals("stdio") != command) {
            throw new Unfit("is of type \"" + type.get() + "\" but has " + (command ? "a \"command\"" : "an address")
                    + "; correct the type or leave it out");
        }
        return url;
    }

    private static Optional<String> type(JsonNode entry) {
        for (String key : List.of("type", "transport", "transportType")) {
            JsonNode value = entry.path(key);
            if (value.isMissingNode() || value.isNull()) {
                continue;
            }
            String named = value.isString() ? value.stringValue().toLowerCase(Locale.ROOT) : "";
            return switch (named) {
                case "stdio", "local" -> Optional.of("stdio");
                case "http", "streamable-http", "streamablehttp", "streamable_http" -> Optional.of("http");
                case "sse" -> Optional.of("sse");
                case "remote" -> Optional.empty();
                default -> throw new Unfit("has a \"" + key + "\" that is none of stdio, http, streamable-http, sse");
            };
        }
        return Optional.empty();
    }

    private ServerDefinition stdio(String name, JsonNode entry) {
        String command = text(entry, "command");
        List<String> arguments = new ArrayList<>();
        JsonNode written = entry.path("args");
        if (!written.isMissingNode() && !written.isNull()) {
            if (!written.isArray()) {
                throw new Unfit("has \"args\" that are " + Section.kind(written) + "; write a list of texts");
            }
            for (JsonNode argument : written) {
                arguments.add(scalar("args[" + arguments.size() + "]", argument));
            }
        }
        Map<String, String> environment = texts(entry, "env");
        environment.keySet().forEach(key -> {
            if (key.isEmpty() || key.indexOf('=') >= 0 || key.indexOf(0) >= 0) {
                throw new Unfit("has a name under \"env\" that is empty or holds \"=\"; correct it");
            }
        });
        Optional<Path> cwd = entry.hasNonNull("cwd") ? Optional.of(folderOf(text(entry, "cwd"))) : Optional.empty();
        return new ServerDefinition.Stdio(name, command, arguments, environment, cwd);
    }

    private ServerDefinition http(String name, JsonNode entry) {
        String key = entry.hasNonNull("httpUrl") ? "httpUrl" : entry.hasNonNull("url") ? "url" : "serverUrl";
        URI url = address(key, text(entry, key));
        Map<String, String> headers = texts(entry, "headers");
        headers.forEach((header, value) -> {
            if (!HEADER_NAME.matcher(header).matches()) {
                throw new Unfit("has a name under \"headers\" that no HTTP header can have; correct it");
            }
            if (value.chars().anyMatch(character -> (character < ' ' && character != '\t') || character == 127)) {
                throw new Unfit("has a line break or control character in header " + header + "; remove it");
            }
        });
        boolean sse = type(entry).map("sse"::equals).orElseGet(() -> key.equals("url") && endsInSse(url));
        return new ServerDefinition.Http(name, sse ? HttpKind.SSE : HttpKind.STREAMABLE, url, headers);
    }

    /** By convention servers of the older transport live at {@code .../sse}; clients infer the transport from it. */
    private static boolean endsInSse(URI url) {
        return Optional.ofNullable(url.getPath()).orElse("").endsWith("/sse");
    }

    private static URI address(String key, String text) {
        URI url;
        try {
            url = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new Unfit("has a \"" + key + "\" that is no address; write http:// or https:// and a host");
        }
        String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        if (url.getHost() == null || (!scheme.equals("http") && !scheme.equals("https"))) {
            throw new Unfit("has a \"" + key + "\" that is no web address; write http:// or https:// and a host");
        }
        if (url.getUserInfo() != null) {
            throw new Unfit("has a user name or password in its \"" + key
                    + "\"; write them under \"headers\" as \"Authorization\"");
        }
        return url;
    }

    private Path folderOf(String text) {
        try {
            return Paths.resolve(userHome, folder, text);
        } catch (InvalidPathException e) {
            throw new Unfit("has a \"cwd\" that is no path; correct it");
        }
    }

    private Map<String, String> texts(JsonNode entry, String key) {
        JsonNode written = entry.path(key);
        if (written.isMissingNode() || written.isNull()) {
            return Map.of();
        }
        if (!written.isObject()) {
            throw new Unfit(
                    "has \"" + key + "\" that is " + Section.kind(written) + "; write an object of texts by name");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        written.properties()
                .forEach(property ->
                        texts.put(property.getKey(), scalar(key + "." + property.getKey(), property.getValue())));
        return texts;
    }

    private String text(JsonNode entry, String key) {
        JsonNode value = entry.path(key);
        if (!value.isString() || value.stringValue().isBlank()) {
            throw new Unfit("has a \"" + key + "\" that is not a text; write one");
        }
        String text = scalar(key, value);
        if (text.isBlank()) {
            throw new Unfit("has a \"" + key + "\" that is blank once its variables are replaced; set them");
        }
        return text;
    }

    private String scalar(String place, JsonNode value) {
        if (value.isContainer() || value.isNull()) {
            throw new Unfit("has " + Section.kind(value) + " at \"" + place + "\"; write a text");
        }
        String text = variables.expand(value.asString());
        if (text.indexOf(0) >= 0) {
            throw new Unfit("has a zero character at \"" + place + "\"; remove it");
        }
        return text;
    }

    private static boolean truth(JsonNode entry, String key, boolean otherwise) {
        JsonNode value = entry.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw new Unfit("has \"" + key + "\" that is " + Section.kind(value) + "; write true or false");
        }
        return value.booleanValue();
    }

    private static List<String> remarks(JsonNode entry) {
        List<String> remarks = new ArrayList<>();
        for (String key : entry.propertyNames()) {
            if (HONOURED.contains(key) || OF_CLIENTS.contains(key)) {
                continue;
            }
            if (NOT_FOLLOWED.contains(key)) {
                remarks.add("\"" + key + "\" is not followed here; the server runs without it.");
                continue;
            }
            String remedy = Suggestion.nearest(key, HONOURED)
                    .map(nearest -> "; did you mean \"" + nearest + "\"?")
                    .orElse(" and is left out of account.");
            remarks.add("\"" + (key.length() > 60 ? key.substring(0, 60) + "..." : key) + "\" is not known" + remedy);
        }
        return remarks;
    }

    /** The entry cannot be used; the message completes a sentence that begins with the server's name. */
    private static final class Unfit extends RuntimeException {
        Unfit(String message) {
            super(message);
        }
    }
}
