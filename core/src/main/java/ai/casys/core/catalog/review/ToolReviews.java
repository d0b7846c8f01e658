// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.review;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.catalog.WithheldTool;
import ai.casys.core.catalog.safety.DefinitionDiff;
import ai.casys.core.catalog.safety.ToolGuard;
import ai.casys.core.catalog.safety.ToolPin;
import ai.casys.core.catalog.safety.ToolStanding;
import ai.casys.core.catalog.store.CatalogStore;
import ai.casys.core.catalog.store.ToolChange;
import ai.casys.core.catalog.store.ToolChangeQuery;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Looking at tools and approving them. Blocking; safe for any number of threads. */
public final class ToolReviews {

    private final Catalog catalog;
    private final ToolGuard guard;
    private final ReviewRecords records;

    public ToolReviews(Catalog catalog, ToolGuard guard, ReviewRecords records) {
        this.catalog = Objects.requireNonNull(catalog, "catalog is null");
        this.guard = Objects.requireNonNull(guard, "guard is null");
        this.records = Objects.requireNonNull(records, "records is null");
    }

    /** Reviews that are kept in the database. */
    public static ToolReviews over(Catalog catalog, ToolGuard guard, CatalogStore store, TenantId tenant) {
        return new ToolReviews(catalog, guard, new ReviewRecords() {
            @Override
            public Optional<RawJson> pinnedDefinition(ToolKey key) {
                return store.pinnedDefinition(tenant, key);
            }

            @Override
            public ToolPin approve(CatalogTool tool, String by) {
                return store.approve(tenant, tool, by);
            }

            @Override
            public List<ToolChange> changes(ToolChangeQuery query) {
                return store.changes(tenant, query);
            }
        });
    }

    /** What is known for and against the tool. */
    public ToolStanding standing(CatalogTool tool) {
        return guard.standing(tool);
    }

    /** What is different between the definition that is trusted and the one that the server lists now. */
    public DefinitionDiff diff(CatalogTool tool) {
        boolean changed = guard.pin(tool.key())
                .filter(pin -> !pin.hash().equals(tool.hash()))
                .isPresent();
        if (!changed) {
            return new DefinitionDiff(List.of());
        }
        RawJson pinned = records.pinnedDefinition(tool.key())
                .orElseThrow(() -> new CasysException(
                        ErrorCategory.UNAVAILABLE,
                        "the first definition of " + tool.key() + " is still being written; try again in a moment"));
        return DefinitionDiff.between(pinned, tool.tool().definition());
    }

    /** How definitions changed, newest first. */
    public List<ToolChange> changes(ToolChangeQuery query) {
        return records.changes(query);
    }

    /**
     * Trusts a tool as it is defined now and offers it.
     *
     * @param hash of the definition that the approver has seen
     * @param by the approver's user id
     * @return what is known of it after that
     * @throws CasysException {@code NOT_FOUND} if there is no such tool; {@code INVALID_INPUT} if its definition is another
     *     one by now
     */
    public ToolStanding approve(ToolKey key, String hash, String by) {
        CatalogTool tool = find(key);
        if (!tool.hash().equals(hash)) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT,
                    "the definition of " + key + " has the hash " + tool.hash() + " by now, not " + hash
                            + "; look at it again before you approve it");
        }
        if (guard.pin(key).isEmpty()) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT,
                    "the tool " + key + " has no pin, so there is nothing to approve: "
                            + "it is part of the program, or its server has listed more tools than are pinned");
        }
        guard.approved(records.approve(tool, by));
        catalog.screenAgain();
        return guard.standing(tool);
    }

    private CatalogTool find(ToolKey key) {
        return catalog.snapshot()
                .tool(key)
                .or(() -> catalog.snapshot().withheld(key).map(WithheldTool::tool))
                .orElseThrow(() ->
                        new CasysException(ErrorCategory.NOT_FOUND, "no server lists the tool " + key + " any more"));
    }
}
