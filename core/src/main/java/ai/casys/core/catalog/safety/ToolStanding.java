// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.safety;

import ai.casys.core.catalog.WithholdingReason;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is known for and against a tool as its server defines it now.
 *
 * @param pin absent for tools that are part of the program, and for a server's tools past the limit
 * @param changed whether the definition is another one than the pinned one
 * @param findings what is suspicious in it
 * @param withheld why it is not offered; empty if it is
 */
public record ToolStanding(
        Optional<ToolPin> pin, boolean changed, List<Finding> findings, Set<WithholdingReason> withheld) {
    public ToolStanding {
        Objects.requireNonNull(pin, "pin is null");
        findings = List.copyOf(findings);
        withheld = Set.copyOf(withheld);
    }

    /** Whether a person approved this very definition. */
    public boolean isApproved() {
        return !changed && pin.flatMap(ToolPin::approval).isPresent();
    }

    /** What a person should look at, whether it is withheld or not; empty if there is nothing. */
    public Set<WithholdingReason> doubts() {
        EnumSet<WithholdingReason> doubts = EnumSet.noneOf(WithholdingReason.class);
        doubts.addAll(withheld);
        if (changed) {
            doubts.add(WithholdingReason.CHANGED);
        }
        if (!findings.isEmpty() && !isApproved()) {
            doubts.add(WithholdingReason.FLAGGED);
        }
        return doubts;
    }
}
