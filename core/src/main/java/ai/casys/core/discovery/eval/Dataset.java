// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tools and labelled intents of one folder.
 *
 * @param name the folder's name
 * @param tools by their ids, in the order of the file
 * @param intents in the order of the file
 */
public record Dataset(String name, Map<String, CatalogTool> tools, List<LabelledIntent> intents) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    public Dataset {
        Objects.requireNonNull(name, "name is null");
        tools = Collections.unmodifiableMap(new LinkedHashMap<>(tools));
        intents = List.copyOf(intents);
    }

    /**
     * Reads {@code tools.jsonl} ({@code {"id","server","name","description"?,"input_schema"?}} a line) and
     * {@code queries.jsonl} ({@code {"id","query","relevant":[ids],"groups"?:[[ids]],"dag"?:{"edges":[[id,id]]}}}).
     *
     * @throws CasysException {@code INVALID_INPUT} that names the file and the line
     */
    public static Dataset read(Path folder) {
        Map<String, CatalogTool> tools = new LinkedHashMap<>();
        Set<ToolKey> keys = new HashSet<>();
        eachLine(folder.resolve("tools.jsonl"), row -> {
            if (tools.put(text(row, "id"), tool(row, keys)) != null) {
                throw new IllegalArgumentException("the id \"" + text(row, "id") + "\" comes twice");
            }
        });
        List<LabelledIntent> intents = new ArrayList<>();
        eachLine(folder.resolve("queries.jsonl"), row -> {
            LabelledIntent intent = intent(row);
            for (String id : intent.relevant()) {
                if (!tools.containsKey(id)) {
                    throw new IllegalArgumentException("\"relevant\" names \"" + id + "\", which is no tool's id");
                }
            }
            intents.add(intent);
        });
        Path last = folder.toAbsolutePath().normalize().getFileName();
        return new Dataset(last == null ? folder.toString() : last.toString(), tools, intents);
    }

    private static CatalogTool tool(JsonNode row, Set<ToolKey> taken) {
        ObjectNode definition = JsonNodeFactory.instance.objectNode();
        definition.put("name", text(row, "name"));
        JsonNode description = row.path("description");
        if (description.isString()) {
            definition.put("description", description.asString());
        }
        JsonNode schema = row.path("input_schema");
        definition.set("inputSchema", schema.isObject() ? schema : JsonNodeFactory.instance.objectNode());
        Tool tool = Tool.parse(RawJson.of(definition));
        // Collections have servers that list one name twice; a blank tells them apart and is no word.
        String server = text(row, "server");
        while (!taken.add(new ToolKey(server, tool.name()))) {
            server += " ";
        }
        return CatalogTool.of(server, tool);
    }

    private static LabelledIntent intent(JsonNode row) {
        List<String> relevant = texts(row.path("relevant"));
        List<List<String>> groups = row.path("groups").isArray()
                ? row.path("groups").valueStream().map(Dataset::texts).toList()
                : relevant.stream().map(List::of).toList();
        List<LabelledIntent.Edge> edges = row.path("dag")
                .path("edges")
                .valueStream()
                .map(Dataset::texts)
                .filter(pair -> pair.size() == 2)
                .map(pair -> new LabelledIntent.Edge(pair.getFirst(), pair.getLast()))
                .toList();
        if (relevant.isEmpty()) {
            throw new IllegalArgumentException("\"relevant\" is empty");
        }
        return new LabelledIntent(text(row, "id"), text(row, "query"), relevant, groups, edges);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream()
                .map(node -> {
                    if (!node.isString()) {
                        throw new IllegalArgumentException(node + " stands where an id should be");
                    }
                    return node.asString();
                })
                .toList();
    }

    private static String text(JsonNode row, String key) {
        JsonNode value = row.path(key);
        if (!value.isString() || value.asString().isBlank()) {
            throw new IllegalArgumentException("\"" + key + "\" must be a text that is not blank");
        }
        return value.asString();
    }

    private static void eachLine(Path file, Consumer<JsonNode> row) {
        int number = 0;
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    row.accept(MAPPER.readTree(line));
                }
            }
        } catch (IOException e) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT,
                    file + " cannot be read (" + e.getMessage()
                            + "); a data set is a folder with tools.jsonl and queries.jsonl in UTF-8",
                    e);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new CasysException(ErrorCategory.INVALID_INPUT, file + ", line " + number + ": " + e.getMessage(), e);
        }
    }
}
