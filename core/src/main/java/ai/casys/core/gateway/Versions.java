// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawMember;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpErrors;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.MetaKeys;
import ai.casys.shared.mcp.ProtocolVersion;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Which era a message belongs to, and which revisions are spoken. */
final class Versions {

    static final List<ProtocolVersion> SPOKEN = List.of(ProtocolVersion.values());

    private Versions() {}

    /**
     * The revision that a message itself claims: the stateless era's {@code _meta} entry, else what the transport
     * carries. {@code initialize} is of the legacy era, whatever its transport carries, and negotiates in its body; only
     * with that {@code _meta} entry it is a method that the stateless era does not have.
     */
    static Optional<String> claimed(JsonRpcMessage message, Optional<String> declared) {
        return switch (message) {
            case JsonRpcRequest request when request.method().equals(McpMethods.INITIALIZE) -> inMeta(request.params());
            case JsonRpcRequest request -> inMeta(request.params()).or(() -> declared);
            case JsonRpcNotification notification ->
                inMeta(notification.params()).or(() -> declared);
            case JsonRpcResult _, JsonRpcFailure _ -> declared;
        };
    }

    /** The era of a claimed revision; an unknown one counts as modern, since only that era can say so per request. */
    static Era era(Optional<String> claimed) {
        if (claimed.isEmpty()) {
            return Era.LEGACY;
        }
        return ProtocolVersion.of(claimed.get()).map(ProtocolVersion::era).orElse(Era.MODERN);
    }

    /** The answer to {@code initialize}: the version asked for if it is spoken, else the newest that opens this way. */
    static ProtocolVersion negotiate(String requested) {
        return ProtocolVersion.of(requested)
                .filter(version -> version.era() == Era.LEGACY)
                .orElse(ProtocolVersion.NEWEST_LEGACY);
    }

    static JsonRpcError unsupported(String requested) {
        ArrayNode supported = JsonNodeFactory.instance.arrayNode();
        SPOKEN.reversed().forEach(version -> supported.add(version.text()));
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("requested", requested);
        data.set("supported", supported);
        return new JsonRpcError(
                McpErrors.UNSUPPORTED_PROTOCOL_VERSION,
                "Protocol version \"" + requested + "\" is not supported here; use one of "
                        + SPOKEN.reversed().stream().map(ProtocolVersion::text).toList() + ".",
                Optional.of(RawJson.of(data)));
    }

    private static Optional<String> inMeta(Optional<RawJson> params) {
        return params.filter(RawJson::isObject)
                .flatMap(raw -> RawMember.find(raw, MetaKeys.META).value())
                .filter(RawJson::isObject)
                .flatMap(meta -> RawMember.find(meta, MetaKeys.PROTOCOL_VERSION).value())
                .flatMap(RawJson::text);
    }
}
