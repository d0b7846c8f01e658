// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Caller;
import ai.casys.core.api.Cancellation;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * One message of a client and what its transport knows about it.
 *
 * @param session the session it belongs to; absent before {@code initialize} and in the stateless era
 * @param declaredVersion the protocol version that the transport carries with the message, such as the header
 *     {@code MCP-Protocol-Version}
 * @param correlationId shown to the client in errors and written to the log
 * @param withdrawal fired by the transport when the client takes a request back by means of the transport: by closing
 *     the response stream in the stateless era (2026-07-28, transports, "Cancellation"), never in the legacy era
 */
public record Inbound(
        JsonRpcMessage message,
        Caller caller,
        Optional<Session> session,
        Optional<String> declaredVersion,
        UUID correlationId,
        Cancellation withdrawal) {
    public Inbound {
        Objects.requireNonNull(message, "message is null");
        Objects.requireNonNull(caller, "caller is null");
        Objects.requireNonNull(session, "session is null");
        Objects.requireNonNull(declaredVersion, "declaredVersion is null");
        Objects.requireNonNull(correlationId, "correlationId is null");
        Objects.requireNonNull(withdrawal, "withdrawal is null");
    }

    /** A message whose transport knows no withdrawal. */
    public Inbound(
            JsonRpcMessage message,
            Caller caller,
            Optional<Session> session,
            Optional<String> declaredVersion,
            UUID correlationId) {
        this(message, caller, session, declaredVersion, correlationId, new Cancellation());
    }
}
