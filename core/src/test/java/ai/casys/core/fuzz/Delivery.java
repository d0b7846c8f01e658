// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.fuzz;

/** How the bytes of a request reach the server. */
enum Delivery {
    /** At once, on a connection of its own. */
    WHOLE,
    /** In small pieces. */
    DRIBBLE,
    /** A part; then nothing more, with the connection left open. */
    TRUNCATED,
    /** A part; then the sending side is closed. */
    HALF_CLOSED,
    /** A part; then the connection is closed. */
    CLOSED,
    /** All; then the connection is reset without reading. */
    RESET,
    /** On the connection of the request before, without waiting for its answer. */
    PIPELINED,
    /** On the connection of the request before, after its answer. */
    KEPT,
    /** With a body in chunks. */
    CHUNKED,
    /** With a body in chunks whose sizes are nonsense. */
    CHUNKED_JUNK;

    /** Whether an answer, or a close by the server, can be expected. */
    boolean waits() {
        return this != CLOSED && this != RESET;
    }

    boolean sharesConnection() {
        return this == PIPELINED || this == KEPT;
    }

    boolean partial() {
        return this == TRUNCATED || this == HALF_CLOSED || this == CLOSED;
    }
}
