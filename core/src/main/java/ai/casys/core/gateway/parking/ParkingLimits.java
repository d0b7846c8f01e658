// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

import java.time.Duration;
import java.util.Objects;

/**
 * How much may wait, how large and how long.
 *
 * @param keptFor how long a round waits for its answers, and an outcome for being fetched
 * @param callsPerCaller open calls of one user, over all processes
 * @param callsPerProcess open calls that this process holds
 * @param rounds rounds of one call
 * @param questionBytes size of the questions of one round
 * @param answerBytes size of the answers to one round
 * @param outcomeBytes size of a result or error that is kept; a larger one still reaches a client that waits for it at
 *     this process
 */
public record ParkingLimits(
        Duration keptFor,
        int callsPerCaller,
        int callsPerProcess,
        int rounds,
        int questionBytes,
        int answerBytes,
        int outcomeBytes) {

    public ParkingLimits {
        Objects.requireNonNull(keptFor, "keptFor is null");
        if (callsPerCaller < 1 || callsPerProcess < 1 || rounds < 1) {
            throw new IllegalArgumentException("the limits of calls and rounds must be at least 1");
        }
    }

    /** The limits of daily use. */
    public static ParkingLimits keeping(Duration keptFor) {
        return new ParkingLimits(keptFor, 32, 2_000, 64, 1 << 20, 4 << 20, 8 << 20);
    }
}
