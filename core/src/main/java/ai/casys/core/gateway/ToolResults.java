// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.RawJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Results of the gateway's own tools. */
final class ToolResults {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ToolResults() {}

    /** The same content for those who read text and for those who read structure. */
    static RawJson structured(JsonNode content) {
        ObjectNode result = text(content.toString());
        result.set("structuredContent", content);
        return RawJson.of(result);
    }

    /** What the model did wrong and how to mend it. */
    static RawJson mistake(String message) {
        return RawJson.of(text(message).put("isError", true));
    }

    private static ObjectNode text(String text) {
        ObjectNode block = JSON.objectNode().put("type", "text").put("text", text);
        ObjectNode result = JSON.objectNode();
        result.putArray("content").add(block);
        return result;
    }
}
