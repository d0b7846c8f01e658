// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a stream is to be taken up again, and after which pause (revision 2025-11-25, "Resumability and Redelivery").
 * One thread.
 */
final class Resumption {

    /** Attempts in a row that fail before the stream is given up. */
    private static final int MOST_FAILURES = 5;

    /** Attempts in a row that bring nothing before the server is asked less often than it proposes. */
    private static final int PATIENCE = 10;

    private static final Duration NORMAL_PAUSE = Duration.ofSeconds(1);

    private Optional<String> lastId = Optional.empty();
    private Optional<Duration> retry = Optional.empty();
    private int failures;
    private int fruitless;

    /** The last event that came; the server goes on after it. */
    Optional<String> lastId() {
        return lastId;
    }

    /** Notes how far the events of one connection went. */
    void reached(EventReader events) {
        boolean further = events.lastId().isPresent() && !events.lastId().equals(lastId);
        lastId = events.lastId().or(() -> lastId);
        retry = events.retry().or(() -> retry);
        fruitless = further ? 0 : fruitless;
    }

    /** One more connection came about and ended. */
    void ended() {
        failures = 0;
        fruitless++;
    }

    /** One more connection failed. */
    void failed() {
        failures++;
    }

    /** Whether it makes no sense any more. */
    boolean isHopeless() {
        return failures >= MOST_FAILURES;
    }

    /** What the server wants, or 1 s; longer after failures and for a server that has us come for nothing. */
    Duration pause() {
        Duration wanted = retry.orElse(NORMAL_PAUSE);
        boolean hurried = (failures > 0 || fruitless > PATIENCE) && wanted.compareTo(NORMAL_PAUSE) < 0;
        Duration pause = (hurried ? NORMAL_PAUSE : wanted).multipliedBy(1L << Math.min(failures, MOST_FAILURES));
        return pause.compareTo(EventReader.LONGEST_RETRY) > 0 ? EventReader.LONGEST_RETRY : pause;
    }
}
