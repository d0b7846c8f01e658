// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.Cancellation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the client of a request of the stateless era closes its connection, which takes the request back
 * (2026-07-28, transports, "Cancellation"). A request that is answered quickly is not worth the question. Used by the
 * patrol's thread and the thread of the request.
 */
final class Departure implements Patrol.Post, AutoCloseable {

    private static final long QUICK = Duration.ofMillis(200).toNanos();

    private final Wire wire;
    private final Cancellation withdrawal;
    private final Exchange exchange;
    private final long begun = System.nanoTime();
    private Wire.@Nullable Watch watch;
    private boolean closed;

    Departure(Wire wire, Cancellation withdrawal, Exchange exchange) {
        this.wire = wire;
        this.withdrawal = withdrawal;
        this.exchange = exchange;
    }

    @Override
    public void visit(long now) {
        exchange.visit(now);
        synchronized (this) {
            if (!closed && watch == null && now - begun > QUICK) {
                watch = wire.watch(withdrawal::cancel);
            }
        }
    }

    /** The answer is there; from now on the connection belongs to the server again. */
    @Override
    public synchronized void close() {
        closed = true;
        if (watch != null) {
            watch.end();
        }
    }
}
