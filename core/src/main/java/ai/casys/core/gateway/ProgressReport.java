// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.ProgressListener;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
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
        return token(params)
                .<ProgressListener>map(token -> new ProgressReport(token.toRawJson(), client))
                .orElse(NONE);
    }

    /** Whether the request asks for progress. */
    static boolean isWantedBy(RawJson params) {
        return token(params).isPresent();
    }

    private static Optional<RequestId> token(RawJson params) {
        return RawObject.of(params)
                .get(MetaKeys.META)
                .filter(RawJson::isObject)
                .flatMap(meta -> RawObject.of(meta).get(MetaKeys.PROGRESS_TOKEN))
                .flatMap(RequestId::parse);
    }

    @Override
    public void progressed(RawJson params) {
        RawJson own = RawObject.of(params).with(MetaKeys.PROGRESS_TOKEN, token).toRawJson();
        client.send(new JsonRpcNotification(McpMethods.PROGRESS, Optional.of(own)));
    }
}
