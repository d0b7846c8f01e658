// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import java.time.Duration;

/** Has idle sessions end although nobody opens a new one. Used by the patrol's thread alone. */
final class SessionTidying implements Patrol.Post {

    private static final long PAUSE = Duration.ofSeconds(5).toNanos();

    private final Runnable tidy;
    private long last = System.nanoTime();

    SessionTidying(Runnable tidy) {
        this.tidy = tidy;
    }

    @Override
    public void visit(long now) {
        if (now - last > PAUSE) {
            last = now;
            tidy.run();
        }
    }
}
