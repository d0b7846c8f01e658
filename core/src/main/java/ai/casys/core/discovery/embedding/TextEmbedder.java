// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import ai.casys.core.api.CasysException;

/** Makes vectors of texts. Safe for any number of threads. */
public interface TextEmbedder extends AutoCloseable {

    /** Names the model; vectors of one name can be compared. */
    String name();

    /** Numbers in each vector. */
    default int dimension() {
        return EmbeddingModel.DIMENSION;
    }

    /**
     * The vector of a text, of length 1 and {@link #dimension} numbers. The same text gives the same vector.
     *
     * @throws CasysException {@code INTERNAL} if the model fails, {@code UNAVAILABLE} after {@link #close}
     */
    float[] embed(String text);

    /**
     * The same of what is looked for; some models tell the two apart.
     *
     * @throws CasysException as the other
     */
    default float[] embedIntent(String text) {
        return embed(text);
    }

    /**
     * Where the vectors of tools lie that serve an intent, as far as that is known of this model.
     *
     * @param intent as {@link #embedIntent} makes it
     * @return of length 1; the given vector where nothing is known
     */
    default float[] sought(float[] intent) {
        return intent;
    }

    @Override
    void close();
}
