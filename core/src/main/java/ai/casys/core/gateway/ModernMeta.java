// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawMember;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.MetaKeys;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What every request of the stateless era says of its sender (2026-07-28, basic, "{@code _meta}").
 *
 * @param client the name that it gives itself
 * @param logLevel the least severe log messages wanted for this request; none are sent without it
 * @param progressToken the mark of progress that is asked for
 */
record ModernMeta(
        ClientCapabilities capabilities,
        Optional<String> client,
        Optional<String> logLevel,
        Optional<RequestId> progressToken) {

    /** Reads it; what is missing or wrong is the client's mistake. */
    static ModernMeta of(RawJson params) {
        RawObject meta = RawMember.find(params, MetaKeys.META)
                .value()
                .filter(RawJson::isObject)
                .map(RawObject::of)
                .orElseThrow(() -> ProtocolException.invalidParams(
                        "\"_meta\" with \"" + MetaKeys.PROTOCOL_VERSION + "\" and \"" + MetaKeys.CLIENT_CAPABILITIES
                                + "\" is required in every request of revision 2026-07-28"));
        require(meta, MetaKeys.PROTOCOL_VERSION);
        RawJson capabilities = require(meta, MetaKeys.CLIENT_CAPABILITIES);
        if (!capabilities.isObject()) {
            throw ProtocolException.invalidParams(
                    "\"" + MetaKeys.CLIENT_CAPABILITIES + "\" must be an object; {} for a client without any");
        }
        return new ModernMeta(ClientCapabilities.of(capabilities), client(meta), logLevel(meta), progressToken(meta));
    }

    private static RawJson require(RawObject meta, String key) {
        return meta.get(key)
                .orElseThrow(() -> ProtocolException.invalidParams(
                        "\"_meta\" lacks \"" + key + "\", which revision 2026-07-28 requires in every request"));
    }

    private static Optional<String> client(RawObject meta) {
        return meta.get(MetaKeys.CLIENT_INFO)
                .filter(RawJson::isObject)
                .flatMap(info -> RawMember.find(info, "name").value())
                .flatMap(RawJson::text);
    }

    private static Optional<RequestId> progressToken(RawObject meta) {
        return meta.get(MetaKeys.PROGRESS_TOKEN).flatMap(RequestId::parse);
    }

    private static Optional<String> logLevel(RawObject meta) {
        Optional<JsonNode> level = meta.get(MetaKeys.LOG_LEVEL).map(RawJson::tree);
        if (level.isPresent() && !LogLevels.isKnown(level.get().asString(""))) {
            throw ProtocolException.invalidParams(
                    "\"" + MetaKeys.LOG_LEVEL + "\" must be one of " + LogLevels.names() + ", not " + level.get());
        }
        return level.map(JsonNode::asString);
    }
}
