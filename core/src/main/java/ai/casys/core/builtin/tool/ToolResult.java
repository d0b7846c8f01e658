// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.tool;

import ai.casys.shared.jsonrpc.RawJson;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a tool answers: structured content for programs and content blocks for models. The nodes belong to the result.
 *
 * @param structured absent only in a failure
 */
public record ToolResult(List<ObjectNode> content, Optional<ObjectNode> structured, boolean error) {

    public ToolResult {
        content = List.copyOf(content);
    }

    /** The structured content, repeated as JSON text for clients that know only text (MCP, "Structured Content"). */
    public static ToolResult of(ObjectNode structured) {
        return of(Json.write(structured), structured);
    }

    /** The structured content with a text that reads better than its JSON. */
    public static ToolResult of(String text, ObjectNode structured) {
        return new ToolResult(List.of(textBlock(text)), Optional.of(structured), false);
    }

    /** An image with its facts. */
    public static ToolResult image(byte[] bytes, String mimeType, ObjectNode structured) {
        ObjectNode block = Json.object()
                .put("type", "image")
                .put("data", Base64.getEncoder().encodeToString(bytes))
                .put("mimeType", mimeType);
        return new ToolResult(List.of(block), Optional.of(structured), false);
    }

    /** A failure that the model should read. */
    public static ToolResult failure(String message) {
        return new ToolResult(List.of(textBlock(message)), Optional.empty(), true);
    }

    /** The complete CallToolResult object of MCP. */
    public RawJson toRawJson() {
        ObjectNode result = Json.object();
        ArrayNode blocks = result.putArray("content");
        content.forEach(blocks::add);
        structured.ifPresent(node -> result.set("structuredContent", node));
        if (error) {
            result.put("isError", true);
        }
        return RawJson.ofTrusted(Json.writeBytes(result));
    }

    private static ObjectNode textBlock(String text) {
        return Json.object().put("type", "text").put("text", text);
    }
}
