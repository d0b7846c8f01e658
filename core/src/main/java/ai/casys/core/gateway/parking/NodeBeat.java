// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

import ai.casys.core.api.CasysException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this process known to the others of the database, as long as it lives. One thread gives the signs of life and
 * does nothing else, so that nothing can hold it up; another sweeps what has expired. Closed once, by any thread.
 */
public final class NodeBeat implements AutoCloseable {

    /** A process whose last sign of life is older is dead, by the clock of the database. */
    public static final Duration DEAD_AFTER = Duration.ofSeconds(20);

    private static final Logger log = LoggerFactory.getLogger(NodeBeat.class);
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration BEAT_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final int SWEEP_ROWS = 500;
    private static final int SWEEP_BATCHES = 20;

    private final UUID id = UUID.randomUUID();
    private final NodeRows rows;
    private final CountDownLatch closed = new CountDownLatch(1);

    private NodeBeat(NodeRows rows) {
        this.rows = rows;
    }

    /**
     * Enters this process and begins to give signs of life.
     *
     * @throws CasysException if the database does not answer
     */
    public static NodeBeat start(NodeRows rows) {
        NodeBeat beat = new NodeBeat(rows);
        rows.beat(beat.id);
        Thread.ofPlatform().daemon().name("node-beat").start(beat::beat);
        Thread.ofVirtual().name("node-sweep").start(beat::sweep);
        return beat;
    }

    /** The id of this process, a new one at each start. */
    public UUID id() {
        return id;
    }

    private void beat() {
        Duration pause = BEAT;
        while (!closedWithin(pause)) {
            try {
                rows.beat(id);
                pause = BEAT;
            } catch (RuntimeException e) {
                log.warn("no sign of life could be given: {}", e.getMessage());
                pause = BEAT_AFTER_FAILURE;
            }
        }
    }

    private void sweep() {
        do {
            try {
                int batches = 0;
                while (rows.sweep(SWEEP_ROWS) >= SWEEP_ROWS && batches < SWEEP_BATCHES) {
                    batches++;
                }
            } catch (RuntimeException e) {
                log.warn("what has expired could not be swept: {}", e.getMessage());
            }
        } while (!closedWithin(SWEEP));
    }

    private boolean closedWithin(Duration pause) {
        try {
            return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Signs off; without a database the others find out by themselves. */
    @Override
    public void close() {
        closed.countDown();
        try {
            rows.signOff(id);
        } catch (CasysException e) {
            log.warn("this process could not sign off: {}", e.getMessage());
        }
    }
}
