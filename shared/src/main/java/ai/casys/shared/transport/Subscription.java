// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.RequestId;

/** A subscription at a modern server. Safe for any number of threads. */
public final class Subscription implements AutoCloseable {

    private final PendingCall call;

    Subscription(PendingCall call) {
        this.call = call;
    }

    /** The id under which the server knows the subscription. */
    public RequestId id() {
        return call.id();
    }

    /** Whether something may still come. */
    public boolean isOpen() {
        return !call.isOver();
    }

    /** Ends the subscription and lets the server know. Does nothing the second time. */
    @Override
    public void close() {
        call.cancel("nobody listens any more");
    }
}
