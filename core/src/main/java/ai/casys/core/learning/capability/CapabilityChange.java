// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.capability;

import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.Tally;
import java.util.Objects;
import java.util.Optional;

/**
 * What is to be written of a capability.
 *
 * @param now as it is now
 * @param added to its counts since they were last written
 * @param seenAdded to the runs it was seen in
 * @param before the state that is expected to be stored; empty if a person decided, whose word holds whatever is stored
 */
public record CapabilityChange(Capability now, Tally added, long seenAdded, Optional<CapabilityState> before) {
    public CapabilityChange {
        Objects.requireNonNull(now, "now is null");
        Objects.requireNonNull(added, "added is null");
        Objects.requireNonNull(before, "before is null");
    }

    /** What a person decided: everything is written as it is. */
    static CapabilityChange decided(Capability now) {
        return new CapabilityChange(now, now.tally(), now.seen(), Optional.empty());
    }

    /** This and what came after it. */
    CapabilityChange then(CapabilityChange newer, Decay decay) {
        return new CapabilityChange(newer.now, added.plus(newer.added, decay), seenAdded + newer.seenAdded, before);
    }
}
