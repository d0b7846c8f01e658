// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.discovery.embedding.CompactVector;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The tools' vectors by document number, one row of vectors for each model. Safe for any number
 * of threads; the arrays are handed over. */
final class DenseRows {

    static final DenseRows NONE = new DenseRows(List.of(), new CompactVector[0][]);

    private final List<String> models;
    private final @Nullable CompactVector[][] rows;
    private final BitSet complete = new BitSet();
    private final Map<Step, float[]> ofSteps = new ConcurrentHashMap<>();

    private record Step(int model, String step) {}

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

    /** Whether a tool has its vectors of all models. */
    boolean has(int document) {
        return complete.get(document);
    }

    /**
     * The similarities of all tools to an implied step, by document; 0 of a tool without a vector. Kept, because there are
     * few steps and they come again and again; nobody changes them.
     */
    float[] similarities(int model, String step, CompactVector wanted) {
        return ofSteps.computeIfAbsent(new Step(model, step), _ -> {
            float[] similarities = new float[rows[model].length];
            for (int document = 0; document < similarities.length; document++) {
                CompactVector vector = rows[model][document];
                similarities[document] = vector == null ? 0 : vector.similarity(wanted);
            }
            return similarities;
        });
    }

    /** The similarities of a tool, which has its vectors, to some vectors of one model. */
    void similarities(int model, int document, CompactVector[] wanted, float[][] into, int place) {
        CompactVector vector = rows[model][document];
        for (int i = 0; vector != null && i < wanted.length; i++) {
            into[i][place] = vector.similarity(wanted[i]);
        }
    }
}
