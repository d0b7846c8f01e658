// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.discovery.embedding.CompactVector;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tools' vectors by document number, one row of vectors for each model. Immutable; the arrays are handed over. */
final class DenseRows {

    static final DenseRows NONE = new DenseRows(List.of(), new CompactVector[0][]);

    private final List<String> models;
    private final @Nullable CompactVector[][] rows;
    private final BitSet complete = new BitSet();

    /** @param models the models' names, in the order of the rows */
    DenseRows(List<String> models, @Nullable CompactVector[][] rows) {
        this.models = List.copyOf(models);
        this.rows = rows;
        int documents = rows.length == 0 ? 0 : rows[0].length;
        complete.set(0, documents);
        for (@Nullable CompactVector[] row : rows) {
            for (int document = 0; document < documents; document++) {
                if (row[document] == null) {
                    complete.clear(document);
                }
            }
        }
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
        return complete.get(document);
    }

    /** The similarities of a tool, which has its vectors, to some vectors of one model. */
    void similarities(int model, int document, CompactVector[] wanted, float[][] into, int place) {
        CompactVector vector = rows[model][document];
        for (int i = 0; vector != null && i < wanted.length; i++) {
            into[i][place] = vector.similarity(wanted[i]);
        }
    }
}
