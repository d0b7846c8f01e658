// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

/** Hears of every real change of the catalogue. */
@FunctionalInterface
public interface CatalogListener {

    /**
     * Called after a change, in the order of the changes and never twice at the same time, on the thread of someone who
     * is changing the catalogue: take note and return. What is thrown is logged and hurts nobody else.
     */
    void catalogChanged(CatalogChange change);
}
