// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.JsonRpcMessage;

/**
 * One sequence of messages to the client of a session: either the answers and remarks to one POST, or what the server
 * says unasked. It outlives the connections that carry it (2025-11-25, transports, "Resumability and Redelivery"). Safe
 * for any number of threads; its state is guarded by the {@link MessageLog} it belongs to.
 */
public final class MessageStream {

    /** A connection that carries a stream for a while. Called under the log's lock, so it must not block. */
    public interface Receiver {

        /** Comes first; by that event id a client can ask for everything that follows. */
        void begin(String eventId);

        /**
         * Takes a message over.
         *
         * @return whether it could; if not, the message waits for the next receiver
         */
        boolean deliver(String eventId, byte[] message);

        /** Nothing more will come: the stream is complete, or its session has ended. */
        void ended();
    }

    private final MessageLog log;
    private final String id;

    /** Number of the last message; 0 is what a client names that has received none. Guarded by the log. */
    long last;

    /** Guarded by the log. */
    boolean finished;

    /** Whether a message is missing for good, so that the stream cannot go on. Guarded by the log. */
    boolean broken;

    MessageStream(MessageLog log, String id) {
        this.log = log;
        this.id = id;
    }

    /** Unique within the session. */
    public String id() {
        return id;
    }

    /** Appends a message and hands it to the receiver, if there is one. Does nothing once finished. */
    public void add(JsonRpcMessage message) {
        log.append(this, message);
    }

    /** Says that the stream is complete; whoever receives it is told so after the last message. */
    public void finish() {
        log.finish(this);
    }

    /** Has a connection carry the stream: first what no connection has carried yet, then what comes. */
    public void attach(Receiver receiver) {
        log.attachFresh(this, receiver);
    }

    /** Has a connection carry the stream from behind the message of that number on, as far as it is still known. */
    public void attach(Receiver receiver, long after) {
        log.attach(this, receiver, after);
    }

    /** A connection is gone; the stream lives on. */
    public void detach(Receiver receiver) {
        log.detach(this, receiver);
    }

    String eventId(long number) {
        return id + "-" + number;
    }
}
