// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.text;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes a text in base64, hexadecimal or percent-encoding. */
final class EncodeTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "encode",
            "Encode a text",
            "Writes a text (as UTF-8) in base64, base64url, hex or URL percent-encoding.",
            List.of(
                    Parameter.text("text", TextServer.MAX_TEXT, "The text to encode.")
                            .mandatory(),
                    Parameter.choice("encoding", Encoding.names(), "The encoding.")
                            .orElse("base64")),
            """
            {"type": "object",
             "properties": {
               "encoding": {"type": "string"},
               "encoded": {"type": "string"}},
             "required": ["encoding", "encoded"],
             "additionalProperties": false}
            """,
            Behaviour.READS);

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        Encoding encoding = Encoding.of(arguments.text("encoding"));
        String encoded = encoding.encode(arguments.text("text").getBytes(StandardCharsets.UTF_8));
        return ToolResult.of(Json.object().put("encoding", encoding.text()).put("encoded", encoded));
    }
}
