// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Cancellation;
import ai.casys.core.api.ClientLink;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.McpMethods;
import java.util.Optional;
import java.util.UUID;

/**
 * The client of a session, asked and told on the stream of the request at hand, or on the session's own stream when
 * there is none (2025-11-25, transports, "Sending Messages to the Server").
 */
final class SessionLink implements ClientLink {

    private static final String ELICITATION_ID = "elicitationId";

    private final Session session;
    private final ClientStream stream;
    private final String client;

    SessionLink(Session session, ClientStream stream) {
        this.session = session;
        this.stream = stream;
        this.client = "session:" + session.id();
    }

    @Override
    public String client() {
        return client;
    }

    @Override
    public RawJson capabilities() {
        return session.clientCapabilities();
    }

    @Override
    public Optional<String> logLevel() {
        return session.conversation().logLevel();
    }

    @Override
    public RawJson ask(String method, Optional<RawJson> params, Cancellation withdrawal) {
        Optional<JsonRpcError> refusal = session.conversation().capabilities().refusal(method, params);
        if (refusal.isPresent()) {
            throw new JsonRpcException(refusal.get());
        }
        return session.conversation().questions().ask(method, identified(method, params), stream, withdrawal);
    }

    @Override
    public void tell(String method, Optional<RawJson> params) {
        if (method.equals(McpMethods.MESSAGE)
                && !session.conversation().wantsLog(params.orElse(RawJson.EMPTY_OBJECT))) {
            return;
        }
        switch (method) {
            // These may come when the request they go back to was answered long ago.
            case McpMethods.TASKS_STATUS, McpMethods.ELICITATION_COMPLETE ->
                session.notifyClient(new JsonRpcNotification(method, params));
            default -> stream.send(new JsonRpcNotification(method, params));
        }
    }

    /** A link to open needs an id in 2025-11-25, which servers of the stateless era do not give any more. */
    private static Optional<RawJson> identified(String method, Optional<RawJson> params) {
        if (!method.equals(McpMethods.ELICITATION_CREATE)) {
            return params;
        }
        return params.map(raw -> {
            RawObject members = RawObject.of(raw);
            boolean link = members.get("mode")
                    .filter(mode -> mode.toString().equals("\"url\""))
                    .isPresent();
            return link && members.get(ELICITATION_ID).isEmpty()
                    ? members.with(ELICITATION_ID, UUID.randomUUID().toString()).toRawJson()
                    : raw;
        });
    }
}
