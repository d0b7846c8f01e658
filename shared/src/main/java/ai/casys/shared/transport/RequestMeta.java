// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.mcp.MetaKeys;
import ai.casys.shared.mcp.ProtocolVersion;
import java.util.Optional;

/** Puts our members into {@code params._meta} and leaves every other byte of the parameters alone. */
final class RequestMeta {

    private final Implementation client;
    private final RawJson capabilities;

    RequestMeta(Implementation client, RawJson capabilities) {
        this.client = client;
        this.capabilities = capabilities;
    }

    /** What revision 2026-07-28 wants in each request; nothing for the legacy era. */
    Optional<RawJson> describe(Optional<RawJson> params, ProtocolVersion version) {
        return switch (version.era()) {
            case Era.LEGACY -> params;
            case Era.MODERN -> {
                RawObject meta = meta(params)
                        .with(MetaKeys.PROTOCOL_VERSION, version.text())
                        .with(MetaKeys.CLIENT_INFO, client.toRawJson())
                        .with(MetaKeys.CLIENT_CAPABILITIES, capabilities);
                yield Optional.of(withMeta(params, meta));
            }
        };
    }

    /** Asks for progress under our own mark, or takes away a mark that a caller of ours had left. */
    Optional<RawJson> progress(Optional<RawJson> params, Optional<RequestId> token) {
        if (token.isEmpty()) {
            return params.map(RequestMeta::withoutToken);
        }
        RawObject meta = meta(params).with(MetaKeys.PROGRESS_TOKEN, token.get().toRawJson());
        return Optional.of(withMeta(params, meta));
    }

    private static RawJson withoutToken(RawJson params) {
        RawObject members = RawObject.of(params);
        Optional<RawJson> meta = members.get(MetaKeys.META).filter(RequestMeta::isObject);
        if (meta.isEmpty()) {
            return params;
        }
        RawObject entries = RawObject.of(meta.get());
        if (entries.get(MetaKeys.PROGRESS_TOKEN).isEmpty()) {
            return params;
        }
        return members.with(
                        MetaKeys.META, entries.without(MetaKeys.PROGRESS_TOKEN).toRawJson())
                .toRawJson();
    }

    private static RawObject meta(Optional<RawJson> params) {
        return params.map(RawObject::of)
                .flatMap(members -> members.get(MetaKeys.META))
                .filter(RequestMeta::isObject)
                .map(RawObject::of)
                .orElse(RawObject.EMPTY);
    }

    private static RawJson withMeta(Optional<RawJson> params, RawObject meta) {
        return params.map(RawObject::of)
                .orElse(RawObject.EMPTY)
                .with(MetaKeys.META, meta.toRawJson())
                .toRawJson();
    }

    private static boolean isObject(RawJson value) {
        return value.toByteArray()[0] == '{';
    }
}
