// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.review;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.catalog.safety.ToolPin;
import ai.casys.core.catalog.store.ToolChange;
import ai.casys.core.catalog.store.ToolChangeQuery;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.List;
import java.util.Optional;

/** What outlives the program of one tenant's reviews. Blocking; safe for any number of threads. */
public interface ReviewRecords {

    /** The definition that the tool is pinned to; absent for a moment after it was first seen. */
    Optional<RawJson> pinnedDefinition(ToolKey key);

    /**
     * Pins the tool to this definition for good; when this returns it has been written.
     *
     * @param by the user's id
     */
    ToolPin approve(CatalogTool tool, String by);

    /** How definitions changed, newest first. */
    List<ToolChange> changes(ToolChangeQuery query);
}
