// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.time.Duration;

/**
 * The rhythm of supervision.
 *
 * @param firstDelay upper end of the first wait after a failure; doubles with each further one
 * @param longestDelay the upper end never grows past this
 * @param stableAfter a server that was ready for this long starts again from the first delay
 * @param failuresToOpen so many failures in a row open the circuit
 * @param probeEvery with the circuit open, one attempt in this time
 * @param probeOnDemand with the circuit open, a call may cause an attempt when the last one is this long ago
 * @param readyWait longest time a call waits for a server that is starting
 * @param debounce a change of the tool list is read once nothing more was announced for this time
 * @param checkEvery how often a quiet HTTP server is asked whether it is still there
 * @param checkTimeout how long it may take to answer that
 * @param drainGrace at shut-down, how long running calls may go on
 * @param answerTime how long a client, and the person before it, may take to answer one question of a server
 */
record Pace(
        Duration firstDelay,
        Duration longestDelay,
        Duration stableAfter,
        int failuresToOpen,
        Duration probeEvery,
        Duration probeOnDemand,
        Duration readyWait,
        Duration debounce,
        Duration checkEvery,
        Duration checkTimeout,
        Duration drainGrace,
        Duration answerTime) {

    static final Pace NORMAL = new Pace(
            Duration.ofMillis(500),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            5,
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofMillis(200),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofMinutes(10));
}
