// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.util.Objects;

/** Something between us and a server went wrong. The message names the server, what happened and what may help. */
public final class TransportException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What went wrong, for code to decide on. */
    public enum Kind {
        /** The connection is over; a new one may work. */
        CLOSED,
        /** The connection ended while the era was being probed; connect again with the era LEGACY. */
        CLOSED_DURING_PROBE,
        /** The server has forgotten the session and done nothing with the message; a new connection may work. */
        SESSION_LOST,
        /** No answer in time. */
        TIMEOUT,
        /** The caller took the request back, or its thread was interrupted. */
        CANCELLED,
        /** A message exceeds the configured size. */
        TOO_LARGE,
        /** The server takes messages more slowly than we send them. */
        OVERLOADED,
        /** The server broke the protocol. */
        PROTOCOL,
        /** The server speaks no protocol revision that we know. */
        UNSUPPORTED_VERSION,
        /** The server could not be started or reached. */
        CONNECT,
        /** The server wants (other) credentials. */
        UNAUTHORIZED,
        /** The server refused by HTTP status. */
        HTTP_STATUS
    }

    private final Kind kind;

    public TransportException(Kind kind, String message) {
        super(message);
        this.kind = Objects.requireNonNull(kind, "kind is null");
    }

    public TransportException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind is null");
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }
}
