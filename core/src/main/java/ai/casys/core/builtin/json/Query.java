// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import java.util.List;

/**
 * A sequence of segments.
 *
 * @param relative starts at the current node of a filter ({@code @}) instead of the root ({@code $})
 */
record Query(boolean relative, List<Segment> segments) {

    Query {
        segments = List.copyOf(segments);
    }

    /** Whether the query can find at most one node (RFC 9535, section 2.3.5.1). */
    boolean isSingular() {
        return segments.stream()
                .allMatch(segment -> !segment.descendant()
                        && segment.selectors().size() == 1
                        && (segment.selectors().getFirst() instanceof Selector.Name
                                || segment.selectors().getFirst() instanceof Selector.Index));
    }
}
