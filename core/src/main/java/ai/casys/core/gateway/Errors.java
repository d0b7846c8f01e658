// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What went wrong, as the error object a client may see. */
final class Errors {

    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    private Errors() {}

    static JsonRpcError of(RuntimeException failure, UUID correlationId) {
        return switch (failure) {
            case ProtocolException protocol -> protocol.error();
            case UpstreamErrorException upstream -> upstream.error();
            case JsonRpcException client -> client.error();
            case CasysException known when known.category() != ErrorCategory.INTERNAL -> known(known, correlationId);
            default -> unexpected(failure, correlationId);
        };
    }

    private static JsonRpcError known(CasysException failure, UUID correlationId) {
        RawJson data = RawJson.of(JsonNodeFactory.instance
                .objectNode()
                .put("category", failure.category().name().toLowerCase(Locale.ROOT))
                .put("correlation_id", correlationId.toString()));
        return new JsonRpcError(failure.category().jsonRpcCode(), failure.getMessage(), Optional.of(data));
    }

    private static JsonRpcError unexpected(RuntimeException failure, UUID correlationId) {
        LOG.error("request {} failed", correlationId, failure);
        return new JsonRpcError(
                JsonRpcError.INTERNAL_ERROR,
                "Internal error. The details are in the gateway's log under correlation id " + correlationId + ".");
    }

    /** An error object as JSON. */
    static RawJson raw(JsonRpcError error) {
        RawObject bare =
                RawObject.EMPTY.with("code", RawValues.number(error.code())).with("message", error.message());
        return error.data().map(data -> bare.with("data", data)).orElse(bare).toRawJson();
    }

    /** The reverse of {@link #raw}. */
    static JsonRpcError read(RawJson error) {
        RawObject members = RawObject.of(error);
        return new JsonRpcError(
                members.get("code").map(RawJson::tree).map(JsonNode::asInt).orElse(JsonRpcError.INTERNAL_ERROR),
                members.get("message")
                        .map(RawJson::tree)
                        .map(JsonNode::asString)
                        .orElse("the call failed"),
                members.get("data"));
    }
}
