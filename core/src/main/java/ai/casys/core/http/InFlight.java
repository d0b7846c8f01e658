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
 * How many requests are being worked on: at most so many of one caller, and so many in all. What is too much is refused
 * at once instead of waiting. Safe for any number of threads.
 */
final class InFlight {

    private final int mostPerCaller;
    private final int mostInAll;
    private final Map<Owner, Integer> counts = new HashMap<>();
    private int total;

    InFlight(int mostPerCaller, int mostInAll) {
        this.mostPerCaller = mostPerCaller;
        this.mostInAll = mostInAll;
    }

    /** Counts a request in; refuses with 429 when its caller has too many and with 503 when all
     * together have. Close the permit when it is done. */
    Permit enter(Caller caller) {
        Owner owner = new Owner(caller.tenant(), caller.user());
        synchronized (this) {
            int count = counts.getOrDefault(owner, 0);
            if (count >= mostPerCaller) {
                throw refusal(429, "there are already " + mostPerCaller + " requests at work for this caller");
            }
            if (total >= mostInAll) {
                throw refusal(503, "there are already " + mostInAll + " requests at work");
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

    private static HttpFailure refusal(int status, String what) {
        return new HttpFailure(
                status,
                new JsonRpcError(ErrorCategory.OVERLOADED.jsonRpcCode(), what + "; try again later"),
                Map.of("Retry-After", "1"));
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
