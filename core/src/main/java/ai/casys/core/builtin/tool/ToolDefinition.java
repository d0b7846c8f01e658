// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.tool;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * What clients are told about a built-in tool.
 *
 * @param outputSchema JSON Schema 2020-12 of the structured content, as JSON text
 */
public record ToolDefinition(
        String name,
        String title,
        String description,
        List<Parameter> parameters,
        String outputSchema,
        Behaviour behaviour) {

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    public ToolDefinition {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(title, "title is null");
        Objects.requireNonNull(description, "description is null");
        parameters = List.copyOf(parameters);
        Objects.requireNonNull(outputSchema, "outputSchema is null");
        Objects.requireNonNull(behaviour, "behaviour is null");
    }

    /** The entry of {@code tools/list}. */
    public Tool toTool() {
        ObjectNode definition =
                Json.object().put("name", name).put("title", title).put("description", description);
        ObjectNode input = Json.object().put("$schema", DIALECT);
        ParameterType.addProperties(input, parameters);
        definition.set("inputSchema", input);
        ObjectNode output = Json.object().put("$schema", DIALECT);
        output.setAll((ObjectNode) Json.parse(outputSchema, "the output schema of " + name));
        definition.set("outputSchema", output);
        definition.set("annotations", behaviour.annotations(title));
        return Tool.parse(RawJson.ofTrusted(Json.writeBytes(definition)));
    }
}
