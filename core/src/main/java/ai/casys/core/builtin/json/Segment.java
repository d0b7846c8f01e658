// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import java.util.List;

/**
 * One step of a query (RFC 9535, section 2.5).
 *
 * @param descendant whether the selectors apply to a node and all below it
 */
record Segment(boolean descendant, List<Selector> selectors) {
    Segment {
        selectors = List.copyOf(selectors);
    }
}
