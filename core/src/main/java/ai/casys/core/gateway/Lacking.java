// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.McpErrors;
import ai.casys.shared.mcp.McpMethods;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server asked of a client of the stateless era that the client has not declared. A server of the legacy era
 * learns it too late to refuse the request as a modern one would; if the request then fails, the client is told the true
 * reason (2026-07-28, "MissingRequiredClientCapability"). A server that manages without is left alone.
 */
final class Lacking {

    private volatile Optional<RawJson> capabilities = Optional.empty();

    /** A question was refused for want of a capability. */
    void note(String method, Optional<RawJson> params) {
        ObjectNode needed = JsonNodeFactory.instance.objectNode();
        switch (method) {
            case McpMethods.SAMPLING_CREATE -> needed.putObject("sampling");
            case McpMethods.ROOTS_LIST -> needed.putObject("roots");
            case McpMethods.ELICITATION_CREATE -> {
                boolean link = params.map(RawJson::tree)
                        .map(tree -> tree.path("mode").asString("form"))
                        .filter("url"::equals)
                        .isPresent();
                needed.putObject("elicitation").putObject(link ? "url" : "form");
            }
            default -> {
                return;
            }
        }
        capabilities = Optional.of(RawJson.of(needed));
    }

    /** The result, unless it tells of a failure that has its reason here. */
    RawJson judged(RawJson result) {
        if (capabilities.isEmpty() || !isError(result)) {
            return result;
        }
        throw missing(capabilities.get());
    }

    /** The failure, or the reason for it. */
    RuntimeException judged(RuntimeException failure) {
        return capabilities.<RuntimeException>map(Lacking::missing).orElse(failure);
    }

    private static ProtocolException missing(RawJson needed) {
        RawJson data = RawObject.EMPTY.with("requiredCapabilities", needed).toRawJson();
        return new ProtocolException(new JsonRpcError(
                McpErrors.MISSING_CLIENT_CAPABILITY,
                "the server needs what the client has not declared: " + needed,
                Optional.of(data)));
    }

    private static boolean isError(RawJson result) {
        return result.mentions("isError")
                && result.isObject()
                && RawObject.of(result)
                        .get("isError")
                        .map(RawJson::tree)
                        .filter(JsonNode::asBoolean)
                        .isPresent();
    }
}
