// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.ProgressListener;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawMember;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.MetaKeys;
import java.util.Optional;

/** Tells a client how far its request has come, under the token that the client chose. */
final class ProgressReport implements ProgressListener {

    private final RawJson token;
    private final ClientStream client;

    private ProgressReport(RawJson token, ClientStream client) {
        this.token = token;
        this.client = client;
    }

    /** Reports to the client if the request's {@code _meta.progressToken} asks for it. */
    static ProgressListener wantedBy(RawJson params, ClientStream client) {
        return wantedBy(token(params), client);
    }

    /** Reports to the client under this token, if there is one. */
    static ProgressListener wantedBy(Optional<RequestId> token, ClientStream client) {
        return token.<ProgressListener>map(mark -> new ProgressReport(mark.toRawJson(), client))
                .orElse(NONE);
    }

    private static Optional<RequestId> token(RawJson params) {
        return RawMember.find(params, MetaKeys.META)
                .value()
                .filter(RawJson::isObject)
                .flatMap(meta -> RawMember.find(meta, MetaKeys.PROGRESS_TOKEN).value())
                .flatMap(RequestId::parse);
    }

    @Override
    public void progressed(RawJson params) {
        RawJson own = RawObject.of(params).with(MetaKeys.PROGRESS_TOKEN, token).toRawJson();
        client.send(new JsonRpcNotification(McpMethods.PROGRESS, Optional.of(own)));
    }
}
