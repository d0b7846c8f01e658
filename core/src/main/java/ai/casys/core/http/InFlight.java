// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.Caller;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.identity.UserId;
import ai.casys.shared.jsonrpc.JsonRpcError;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How many requests are being worked on, and at most so many of one caller. Safe for any number of threads.
 */
final class InFlight {

    private final int mostPerCaller;
    private final Map<Owner, Integer> counts = new HashMap<>();
    private int total;

    InFlight(int mostPerCaller) {
        this.mostPerCaller = mostPerCaller;
    }

    /** Counts a request in; refuses with 429 when its caller has too many. Close the permit when it is done. */
    Permit enter(Caller caller) {
        Owner owner = new Owner(caller.tenant(), caller.user());
        synchronized (this) {
            int count = counts.getOrDefault(owner, 0);
            if (count >= mostPerCaller) {
                throw new HttpFailure(
                        429,
                        new JsonRpcError(
                                ErrorCategory.OVERLOADED.jsonRpcCode(),
                                "there are already " + mostPerCaller
                                        + " requests at work for this caller; try again later"),
                        Map.of("Retry-After", "1"));
            }
            counts.put(owner, count + 1);
            total++;
        }
        return () -> leave(owner);
    }

    /** Waits until nothing is being worked on. */
    synchronized boolean awaitNone(Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (total > 0) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        return true;
    }

    private synchronized void leave(Owner owner) {
        counts.computeIfPresent(owner, (key, count) -> count == 1 ? null : count - 1);
        total--;
        notifyAll();
    }

    private record Owner(TenantId tenant, UserId user) {}

    /** A counted request. */
    @FunctionalInterface
    interface Permit extends AutoCloseable {
        @Override
        void close();
    }
}
