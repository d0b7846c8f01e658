// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.shared.identity.TenantId;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Function;

/**
 * What learning works with.
 *
 * @param vectors for intents that were searched before there were any
 * @param catalogs a tenant's tools, to know which of them others know too
 */
public record LearningParts(
        LearnedRows rows, IntentVectors vectors, Function<TenantId, CatalogSnapshot> catalogs, InstantSource clock) {
    public LearningParts {
        Objects.requireNonNull(rows, "rows is null");
        Objects.requireNonNull(vectors, "vectors is null");
        Objects.requireNonNull(catalogs, "catalogs is null");
        Objects.requireNonNull(clock, "clock is null");
    }
}
