// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.connector.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the {@code mcpServers} file that MCP clients share. Keys that it does not know are left to others. */
final class ServerFile {

    private static final int MAX_BYTES = 1 << 20;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path path;

    ServerFile(Path path) {
        this.path = path;
    }

    /**
     * The entries in their order.
     *
     * @throws BadServerFileException if the file is missing, too large, no JSON, or an entry is wrong
     */
    List<LocalServer> read() {
        JsonNode servers = tree().path("mcpServers");
        if (!servers.isObject()) {
            throw bad("it has no object \"mcpServers\"; write {\"mcpServers\": {\"name\": {\"command\": \"...\"}}}");
        }
        List<LocalServer> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : servers.properties()) {
            all.add(server(entry.getKey(), entry.getValue()));
        }
        return List.copyOf(all);
    }

    private JsonNode tree() {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw bad("it is larger than " + MAX_BYTES + " bytes, so it can hardly be a file of servers");
            }
            return MAPPER.readTree(bytes);
        } catch (NoSuchFileException e) {
            throw bad("it does not exist; name the file with --config");
        } catch (IOException e) {
            throw bad("it cannot be read (" + e.getMessage() + ")");
        } catch (JacksonException e) {
            throw bad("it is not valid JSON at line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage());
        }
    }

    private LocalServer server(String name, JsonNode entry) {
        if (!entry.isObject()) {
            throw bad("the server \"" + name + "\" must be an object");
        }
        if (entry.path("disabled").asBoolean(false)) {
            return new LocalServer.Skipped(name, "it is disabled");
        }
        Optional<String> url = text(name, entry, "url");
        if (entry.path("command").isMissingNode() && url.isPresent()) {
            return address(name, entry, url.get());
        }
        String command = text(name, entry, "command")
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> bad("the server \"" + name + "\" needs a \"command\" or a \"url\""));
        return new LocalServer.Program(
                name,
                command,
                arguments(name, entry),
                texts(name, entry, "env"),
                text(name, entry, "cwd").map(directory -> path.toAbsolutePath().resolveSibling(directory)));
    }

    private LocalServer address(String name, JsonNode entry, String url) {
        if (text(name, entry, "type").filter("sse"::equalsIgnoreCase).isPresent()) {
            return new LocalServer.Skipped(name, "it speaks the transport of 2024 (SSE), which the connector does not");
        }
        try {
            return new LocalServer.Address(name, URI.create(url), texts(name, entry, "headers"));
        } catch (IllegalArgumentException e) {
            throw bad("\"url\" of the server \"" + name + "\": " + e.getMessage());
        }
    }

    private List<String> arguments(String name, JsonNode entry) {
        JsonNode node = entry.path("args");
        if (!node.isMissingNode() && !node.isArray()) {
            throw bad("\"args\" of the server \"" + name + "\" must be an array of strings");
        }
        List<String> arguments = new ArrayList<>();
        for (JsonNode argument : node) {
            if (!argument.isString()) {
                throw bad("\"args\" of the server \"" + name + "\" must be an array of strings");
            }
            arguments.add(argument.asString());
        }
        return arguments;
    }

    private Map<String, String> texts(String name, JsonNode entry, String member) {
        JsonNode node = entry.path(member);
        if (!node.isMissingNode() && !node.isObject()) {
            throw bad("\"" + member + "\" of the server \"" + name + "\" must be an object of strings");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> variable : node.properties()) {
            if (!variable.getValue().isString()) {
                throw bad("\"" + variable.getKey() + "\" in \"" + member + "\" of the server \"" + name
                        + "\" must be a string");
            }
            texts.put(variable.getKey(), variable.getValue().asString());
        }
        return texts;
    }

    private Optional<String> text(String name, JsonNode entry, String member) {
        JsonNode node = entry.path(member);
        if (!node.isMissingNode() && !node.isString()) {
            throw bad("\"" + member + "\" of the server \"" + name + "\" must be a string");
        }
        return node.isString() ? Optional.of(node.asString()) : Optional.empty();
    }

    private BadServerFileException bad(String what) {
        return new BadServerFileException("the file " + path + " cannot be used: " + what);
    }
}
