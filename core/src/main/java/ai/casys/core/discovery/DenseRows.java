// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.discovery.embedding.CompactVector;
import ai.casys.core.discovery.embedding.VectorRows;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The tools' vectors by document number, for each model. Safe for any number of threads. */
final class DenseRows {

    static final DenseRows NONE = new DenseRows(List.of(), List.of());

    private final List<String> models;
    private final List<VectorRows> rows;
    private final boolean[] complete;
    private final Map<Step, float[]> ofSteps = new ConcurrentHashMap<>();

    private record Step(int model, String step) {}

    /**
     * @param models the models' names
     * @param rows of each model, by document
     */
    DenseRows(List<String> models, List<VectorRows> rows) {
        this.models = List.copyOf(models);
        this.rows = List.copyOf(rows);
        complete = new boolean[rows.isEmpty() ? 0 : rows.getFirst().size()];
        for (int document = 0; document < complete.length; document++) {
            complete[document] = hasAll(document);
        }
    }

    private boolean hasAll(int document) {
        for (VectorRows its : rows) {
            if (!its.has(document)) {
                return false;
            }
        }
        return true;
    }

    List<String> models() {
        return models;
    }

    /** Whether a tool has its vectors of all models. */
    boolean has(int document) {
        return document < complete.length && complete[document];
    }

    /**
     * The similarities of all tools to an implied step, by document; 0 of a tool without a vector. Kept, because there are
     * few steps and they come again and again; nobody changes them.
     */
    float[] similarities(int model, String step, CompactVector wanted) {
        return ofSteps.computeIfAbsent(new Step(model, step), _ -> {
            int[] all = new int[rows.get(model).size()];
            for (int document = 0; document < all.length; document++) {
                all[document] = document;
            }
            return rows.get(model).similarities(all, List.of(wanted))[0];
        });
    }

    /** The similarities of some documents to some vectors of one model, by vector and then in the documents' order. */
    float[][] similarities(int model, int[] documents, List<CompactVector> wanted) {
        return rows.get(model).similarities(documents, wanted);
    }
}
