// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.discovery.embedding.CompactVector;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tools' vectors by document number, one row of vectors for each model. Immutable; the arrays are handed over. */
final class DenseRows {

    static final DenseRows NONE = new DenseRows(List.of(), new CompactVector[0][]);

    private final List<String> models;
    private final @Nullable CompactVector[][] rows;

    /** @param models the models' names, in the order of the rows */
    DenseRows(List<String> models, @Nullable CompactVector[][] rows) {
        this.models = List.copyOf(models);
        this.rows = rows;
    }

    List<String> models() {
        return models;
    }

    /** The vector of a tool; empty while it is not yet made. */
    Optional<CompactVector> of(int model, int document) {
        return Optional.ofNullable(rows[model][document]);
    }

    /** Whether a tool has its vectors of all models. */
    boolean has(int document) {
        for (CompactVector[] row : rows) {
            if (row[document] == null) {
                return false;
            }
        }
        return rows.length > 0;
    }
}
