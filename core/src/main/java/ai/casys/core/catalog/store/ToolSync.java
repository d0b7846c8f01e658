// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.store;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import java.util.List;

/**
 * What a server's list of tools changed in the catalogue.
 *
 * @param added never seen before, or back after they were gone
 * @param changed known by another definition so far; a tool that comes back changed is here as well as in {@code added}
 * @param gone no longer listed
 */
public record ToolSync(List<CatalogTool> added, List<CatalogTool> changed, List<ToolKey> gone) {
    public ToolSync {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        gone = List.copyOf(gone);
    }

    /** Whether the list said what the catalogue knew. */
    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && gone.isEmpty();
    }
}
