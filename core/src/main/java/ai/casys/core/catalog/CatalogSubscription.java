// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

/** A listener's place at the catalogue; closing it ends the calls. */
@FunctionalInterface
public interface CatalogSubscription extends AutoCloseable {

    /** Ends the subscription; a call that is already under way on another thread may still finish. */
    @Override
    void close();
}
