// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import ai.casys.core.api.CasysException;

/** Reads an intent and a text together and says how well they fit. Safe for any number of threads. */
public interface Reranker extends AutoCloseable {

    /** Names the model and the content of its files. */
    String name();

    /**
     * How well a text serves an intent; higher is better, on a scale of the model's own.
     *
     * @throws CasysException {@code INTERNAL} if the model fails, {@code UNAVAILABLE} after {@link #close}
     */
    float score(String intent, String text);

    @Override
    void close();
}
