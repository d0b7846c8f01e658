// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;

/**
 * A step from one snapshot to the next.
 *
 * @param snapshot the catalogue after the step
 * @param added keys that were not there before
 * @param changed keys whose definition is another one now
 * @param removed keys that are gone
 */
public record CatalogChange(
        CatalogSnapshot snapshot,
        NavigableSet<ToolKey> added,
        NavigableSet<ToolKey> changed,
        NavigableSet<ToolKey> removed) {
    public CatalogChange {
        Objects.requireNonNull(snapshot, "snapshot is null");
        added = copyOf(added);
        changed = copyOf(changed);
        removed = copyOf(removed);
    }

    private static NavigableSet<ToolKey> copyOf(Collection<ToolKey> keys) {
        return Collections.unmodifiableNavigableSet(new TreeSet<>(keys));
    }
}
