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
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Reads base64, hexadecimal or percent-encoding. */
final class DecodeTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "decode",
            "Decode a text",
            "Reads base64, base64url, hex or URL percent-encoding. Data that is UTF-8 comes as text, other data as"
                    + " hexadecimal.",
            List.of(
                    Parameter.text("encoded", TextServer.MAX_TEXT, "What to decode.")
                            .mandatory(),
                    Parameter.choice("encoding", Encoding.names(), "The encoding.")
                            .orElse("base64")),
            """
            {"type": "object",
             "properties": {
               "bytes": {"type": "integer"},
               "text": {"type": "string", "description": "if the data is UTF-8"},
               "hex": {"type": "string", "description": "if it is not"}},
             "required": ["bytes"],
             "additionalProperties": false}
            """,
            Behaviour.READS);

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        byte[] data = Encoding.of(arguments.text("encoding")).decode(arguments.text("encoded"));
        ObjectNode answer = Json.object().put("bytes", data.length);
        try {
            answer.put(
                    "text",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(data))
                            .toString());
        } catch (CharacterCodingException _) {
            answer.put("hex", Encoding.HEX.encode(data));
        }
        return ToolResult.of(answer);
    }
}
