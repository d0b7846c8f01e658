// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.connector.local;

import java.io.IOException;
import java.io.InputStream;
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
            return LocalServer.skipped(name, "it is disabled");
        }
        if (entry.path("command").isMissingNode() && entry.path("url").isString()) {
            return LocalServer.skipped(name, "it is not on this machine");
        }
        String command = text(name, entry, "command")
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> bad("the server \"" + name + "\" needs a \"command\""));
        return LocalServer.started(
                name,
                new LocalServer.Start(
                        command,
                        arguments(name, entry),
                        environment(name, entry),
                        text(name, entry, "cwd")
                                .map(directory -> path.toAbsolutePath().resolveSibling(directory))));
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

    private Map<String, String> environment(String name, JsonNode entry) {
        JsonNode node = entry.path("env");
        if (!node.isMissingNode() && !node.isObject()) {
            throw bad("\"env\" of the server \"" + name + "\" must be an object of strings");
        }
        Map<String, String> environment = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> variable : node.properties()) {
            if (!variable.getValue().isString()) {
                throw bad("\"" + variable.getKey() + "\" in \"env\" of the server \"" + name + "\" must be a string");
            }
            environment.put(variable.getKey(), variable.getValue().asString());
        }
        return environment;
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
