// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.learning.capability.CapabilityRunner;
import ai.casys.core.learning.runs.KeyedMarks;
import ai.casys.core.learning.runs.ValueMarks;
import ai.casys.shared.identity.TenantId;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What learning works with.
 *
 * @param vectors for intents that were searched before there were any
 * @param catalogs a tenant's tools, to know which of them others know too
 * @param marks recognise arguments that are the same in each run
 * @param runner what can run capabilities; none are offered without
 */
public record LearningParts(
        LearnedRows rows,
        IntentVectors vectors,
        Function<TenantId, CatalogSnapshot> catalogs,
        InstantSource clock,
        ValueMarks marks,
        Optional<CapabilityRunner> runner) {
    public LearningParts {
        Objects.requireNonNull(rows, "rows is null");
        Objects.requireNonNull(vectors, "vectors is null");
        Objects.requireNonNull(catalogs, "catalogs is null");
        Objects.requireNonNull(clock, "clock is null");
        Objects.requireNonNull(marks, "marks is null");
        Objects.requireNonNull(runner, "runner is null");
    }

    /** With marks that nobody recognises after a restart, and nothing that runs capabilities. */
    public LearningParts(
            LearnedRows rows,
            IntentVectors vectors,
            Function<TenantId, CatalogSnapshot> catalogs,
            InstantSource clock) {
        this(rows, vectors, catalogs, clock, KeyedMarks.ofThisProcess(), Optional.empty());
    }

    /** The same with other marks. */
    public LearningParts with(ValueMarks other) {
        return new LearningParts(rows, vectors, catalogs, clock, other, runner);
    }
}
