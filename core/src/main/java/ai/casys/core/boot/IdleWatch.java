// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends an engine that was started for somebody and has been without a client for long enough. */
final class IdleWatch {

    private static final Logger log = LoggerFactory.getLogger(IdleWatch.class);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(30);

    private IdleWatch() {}

    /** Watches from a virtual thread of its own until it has asked for the stop. */
    static void start(IntSupplier sessions, Duration idle, Runnable stop) {
        Duration interval = idle.dividedBy(4).compareTo(LONGEST_INTERVAL) < 0 ? idle.dividedBy(4) : LONGEST_INTERVAL;
        Thread.ofVirtual().name("idle-watch").start(() -> watch(sessions, idle, interval, stop));
    }

    private static void watch(IntSupplier sessions, Duration idle, Duration interval, Runnable stop) {
        Instant busy = Instant.now();
        try {
            while (Duration.between(busy, Instant.now()).compareTo(idle) < 0) {
                Thread.sleep(interval);
                if (sessions.getAsInt() > 0) {
                    busy = Instant.now();
                }
            }
        } catch (InterruptedException _) {
            return;
        }
        log.info("no client for {}, stopping", idle);
        stop.run();
    }
}
