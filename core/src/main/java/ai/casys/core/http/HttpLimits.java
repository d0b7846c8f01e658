// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import java.time.Duration;

/**
 * What clients may take of the server; docs/operations.md lists the numbers.
 *
 * @param idle a connection on which nothing is sent or received for so long is closed, unless a request is being worked
 *     on
 * @param heartbeat how often an open event stream says that it is there; shorter than {@code idle}
 * @param patience longest time for the head of a request, for its body, and for a client to read what it is sent; large
 *     messages have more, see {@link Pacing}
 * @param silence after so long a POST without an answer becomes an event stream
 * @param requestsPerCaller requests of one caller at a time
 * @param requests requests of all callers at a time
 * @param streamsPerCaller listening streams of one caller at a time
 * @param streams listening streams of all callers at a time
 * @param connections open connections
 */
record HttpLimits(
        Duration idle,
        Duration heartbeat,
        Duration patience,
        Duration silence,
        int requestsPerCaller,
        int requests,
        int streamsPerCaller,
        int streams,
        int connections) {

    static final HttpLimits DEFAULTS = new HttpLimits(
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            512,
            4_096,
            4_096,
            16_384,
            20_000);

    HttpLimits with(Duration newIdle, Duration newHeartbeat) {
        return new HttpLimits(
                newIdle,
                newHeartbeat,
                patience,
                silence,
                requestsPerCaller,
                requests,
                streamsPerCaller,
                streams,
                connections);
    }

    HttpLimits withPatience(Duration newPatience) {
        return new HttpLimits(
                idle,
                heartbeat,
                newPatience,
                silence,
                requestsPerCaller,
                requests,
                streamsPerCaller,
                streams,
                connections);
    }

    HttpLimits withSilence(Duration newSilence) {
        return new HttpLimits(
                idle,
                heartbeat,
                patience,
                newSilence,
                requestsPerCaller,
                requests,
                streamsPerCaller,
                streams,
                connections);
    }
}
