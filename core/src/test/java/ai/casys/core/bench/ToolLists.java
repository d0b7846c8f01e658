// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Recorded tool lists: one JSON file a server, {@code {"id": server, "tools": [definition, …]}}. */
final class ToolLists {

    private ToolLists() {}

    /** Every {@code *.json} of a folder, by server. */
    static Map<String, List<Tool>> readFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--data " + folder + " is not a folder");
        }
        Map<String, List<Tool>> servers = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                JsonNode tree = read(file);
                servers.put(tree.path("id").asString(""), tools(tree));
            }
        }
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("--data " + folder + " holds no *.json file");
        }
        return servers;
    }

    static JsonNode read(Path file) throws IOException {
        return RawJson.ofTrusted(Files.readAllBytes(file)).tree();
    }

    private static List<Tool> tools(JsonNode tree) {
        List<Tool> tools = new ArrayList<>();
        for (JsonNode definition : tree.path("tools")) {
            tools.add(Tool.parse(RawJson.of(definition)));
        }
        return tools;
    }
}
