// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import java.util.concurrent.TimeUnit;

/** How slow a client may be with large messages, beyond the patience that every message has. */
final class Pacing {

    private static final long SLOWEST_BYTES_PER_SECOND = 64 << 10;

    private Pacing() {}

    /** What the slowest client we wait for may take over so many bytes. */
    static long nanos(long bytes) {
        return TimeUnit.SECONDS.toNanos(bytes) / SLOWEST_BYTES_PER_SECOND;
    }
}
