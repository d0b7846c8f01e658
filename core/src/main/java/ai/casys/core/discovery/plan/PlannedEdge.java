// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import java.util.Objects;
import java.util.Set;

/**
 * One edge of a plan and what speaks for it.
 *
 * @param probability how likely it is that the second tool has to wait for the first, above 0 and below 1
 * @param evidence what speaks for it, strongest first
 */
public record PlannedEdge(Edge edge, double probability, Set<Evidence> evidence) {

    /** What can speak for an edge. */
    public enum Evidence {
        /** A value went this way in earlier runs. */
        SEEN,
        /** What the one returns is what the other requires. */
        SCHEMA,
        /** The intent speaks of the one before the other. */
        MENTION
    }

    public PlannedEdge {
        Objects.requireNonNull(edge, "edge is null");
        evidence = Set.copyOf(evidence);
    }
}
