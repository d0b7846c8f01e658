// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.runs;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * A run: the calls of one piece of work that succeeded, in their order.
 *
 * @param at when the last of them was made
 * @param intent what it was for; empty if that is not known, as after a restart, since words are not stored
 * @param digest of those words; empty if there were none
 * @param clean whether these are all of its calls, and none has failed
 * @param steps two or more, each with flows from earlier ones only
 */
public record PastRun(UUID id, Instant at, String intent, String digest, boolean clean, List<RunStep> steps) {
    public PastRun {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(at, "at is null");
        Objects.requireNonNull(intent, "intent is null");
        Objects.requireNonNull(digest, "digest is null");
        steps = List.copyOf(steps);
        for (int place = 0; place < steps.size(); place++) {
            for (StepFlow flow : steps.get(place).flows()) {
                if (flow.from() >= place) {
                    throw new IllegalArgumentException("step " + place + " takes a value from step " + flow.from());
                }
            }
        }
    }
}
