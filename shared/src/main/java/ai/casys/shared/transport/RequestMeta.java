// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawMember;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.mcp.MetaKeys;
import ai.casys.shared.mcp.ProtocolVersion;
import java.util.Optional;

/**
 * Completes {@code params._meta} and leaves every other byte of the parameters alone. Entries that are there already
 * stay, with two exceptions: the revision is that of this connection, and progress is asked for under our own mark only,
 * since that of a caller of ours might be another call's here.
 */
final class RequestMeta {

    private final Implementation client;
    private final RawJson capabilities;

    RequestMeta(Implementation client, RawJson capabilities) {
        this.client = client;
        this.capabilities = capabilities;
    }

    /**
     * The parameters as they are sent.
     *
     * @param token the mark of progress; empty if the server is not asked for any
     * @throws IllegalArgumentException if they are not an object
     */
    Optional<RawJson> complete(Optional<RawJson> params, Optional<RequestId> token, ProtocolVersion version) {
        boolean modern = version.era() == Era.MODERN;
        if (params.isEmpty() && !modern && token.isEmpty()) {
            return params;
        }
        RawMember member = RawMember.find(params.orElse(RawJson.EMPTY_OBJECT), MetaKeys.META);
        Optional<RawJson> given = member.value().filter(RawJson::isObject);
        if (given.isEmpty() && !modern && token.isEmpty()) {
            return params;
        }
        RawObject before = given.map(RawObject::of).orElse(RawObject.EMPTY);
        RawObject after = marked(before, token);
        if (modern) {
            after = described(after, version);
        }
        return Optional.of(member.with(after.toRawJson()));
    }

    private static RawObject marked(RawObject meta, Optional<RequestId> token) {
        return token.map(mark -> meta.with(MetaKeys.PROGRESS_TOKEN, mark.toRawJson()))
                .orElseGet(() -> meta.without(MetaKeys.PROGRESS_TOKEN));
    }

    /** What revision 2026-07-28 wants in each request. */
    private RawObject described(RawObject meta, ProtocolVersion version) {
        RawObject named = meta.with(MetaKeys.PROTOCOL_VERSION, version.text());
        if (named.get(MetaKeys.CLIENT_INFO).isEmpty()) {
            named = named.with(MetaKeys.CLIENT_INFO, client.toRawJson());
        }
        return named.get(MetaKeys.CLIENT_CAPABILITIES).isPresent()
                ? named
                : named.with(MetaKeys.CLIENT_CAPABILITIES, capabilities);
    }
}
