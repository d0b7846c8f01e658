// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import java.util.Set;

/** Decides which tools of the catalogue are offered. */
@FunctionalInterface
public interface ToolScreen {

    /** Offers everything. */
    ToolScreen NONE = tool -> Set.of();

    /**
     * Why the tool is not to be offered; empty if it is. Called while the catalogue changes, by any thread: it only
     * looks at what is in memory.
     */
    Set<WithholdingReason> reasonsToWithhold(CatalogTool tool);
}
