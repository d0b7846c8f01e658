// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli.init;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Turns one client's way of writing a server into ours, so that it means the same in another folder. */
final class EntryTranslation {

    private static final Pattern GEMINI_VARIABLE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");
    private static final String WORKSPACE = "${workspaceFolder}";

    private final Client client;
    private final Path userHome;

    EntryTranslation(Client client, Path userHome) {
        this.client = client;
        this.userHome = userHome;
    }

    ObjectNode translate(ObjectNode original, Path folder) {
        ObjectNode entry = original.deepCopy();
        switch (client) {
            case ZED -> flattenCommand(entry);
            case GEMINI_CLI ->
                replaceTexts(entry, text -> GEMINI_VARIABLE.matcher(text).replaceAll("\\${$1}"));
            case CODEX -> translateCodex(entry);
            case CLAUDE_CODE, CLAUDE_DESKTOP, CURSOR, VS_CODE, WINDSURF, CLINE -> {}
        }
        boolean ofProject = !folder.equals(userHome);
        boolean relative = startsRelative(entry);
        replaceTexts(entry, text -> text.replace(WORKSPACE, folder.toString()));
        anchor(entry, folder, relative && ofProject);
        return entry;
    }

    /** Older files of Zed hold the program in an object {@code {path, args, env}}. */
    private static void flattenCommand(ObjectNode entry) {
        if (entry.path("command") instanceof ObjectNode command) {
            entry.remove("command");
            command.properties()
                    .forEach(property -> entry.set(
                            property.getKey().equals("path") ? "command" : property.getKey(), property.getValue()));
        }
    }

    private static void translateCodex(ObjectNode entry) {
        rename(entry, "http_headers", "headers");
        JsonNode token = entry.path("bearer_token_env_var");
        if (token.isString()) {
            object(entry, "headers").put("Authorization", "Bearer ${" + token.stringValue() + "}");
        }
        entry.path("env_http_headers")
                .properties()
                .forEach(header -> object(entry, "headers")
                        .put(header.getKey(), "${" + header.getValue().asString("") + "}"));
        entry.path("env_vars").forEach(name -> {
            if (name.isString()) {
                object(entry, "env").put(name.stringValue(), "${" + name.stringValue() + ":-}");
            }
        });
        entry.remove(List.of(
                "bearer_token_env_var",
                "env_http_headers",
                "env_vars",
                "startup_timeout_sec",
                "startup_timeout_ms",
                "tool_timeout_sec"));
    }

    private static void rename(ObjectNode entry, String from, String to) {
        JsonNode value = entry.path(from);
        if (!value.isMissingNode()) {
            entry.remove(from);
            entry.set(to, value);
        }
    }

    private static ObjectNode object(ObjectNode entry, String key) {
        return entry.path(key) instanceof ObjectNode object ? object : entry.putObject(key);
    }

    private static boolean startsRelative(ObjectNode entry) {
        if (isRelative(entry.path("command"))) {
            return true;
        }
        for (JsonNode argument : entry.path("args")) {
            if (isRelative(argument)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRelative(JsonNode value) {
        String text = value.asString("");
        return text.equals(".") || text.startsWith("./") || text.startsWith("../") || text.startsWith(".\\");
    }

    /** A relative folder, or none where the command counts on one, is made absolute. */
    private static void anchor(ObjectNode entry, Path folder, boolean needed) {
        JsonNode cwd = entry.path("cwd");
        try {
            if (cwd.isString()
                    && !cwd.stringValue().startsWith("~")
                    && !cwd.stringValue().startsWith("${")) {
                entry.put("cwd", folder.resolve(cwd.stringValue()).normalize().toString());
            } else if (needed && !cwd.isString()) {
                entry.put("cwd", folder.toString());
            }
        } catch (InvalidPathException e) {
            // Left as it is: the settings report it with the server's name when they are read.
        }
    }

    private interface Replacement {
        String of(String text);
    }

    private static void replaceTexts(ObjectNode entry, Replacement replacement) {
        for (String key : List.of("command", "cwd", "url", "httpUrl")) {
            if (entry.path(key).isString()) {
                entry.put(key, replacement.of(entry.path(key).stringValue()));
            }
        }
        if (entry.path("args") instanceof ArrayNode arguments) {
            for (int index = 0; index < arguments.size(); index++) {
                if (arguments.get(index) instanceof StringNode argument) {
                    arguments.set(index, replacement.of(argument.stringValue()));
                }
            }
        }
        for (String key : List.of("env", "headers")) {
            if (entry.path(key) instanceof ObjectNode object) {
                object.properties().forEach(property -> {
                    if (property.getValue().isString()) {
                        property.setValue(StringNode.valueOf(
                                replacement.of(property.getValue().stringValue())));
                    }
                });
            }
        }
    }
}
