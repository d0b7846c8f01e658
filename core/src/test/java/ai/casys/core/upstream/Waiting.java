// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what must become true, with a generous end: these tests share their machine. */
final class Waiting {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Waiting() {}

    static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("still not so after " + LIMIT + ": " + what);
            }
            Thread.sleep(10);
        }
    }
}
