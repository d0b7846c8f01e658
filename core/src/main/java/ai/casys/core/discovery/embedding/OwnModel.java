// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import ai.casys.core.discovery.embedding.EmbeddingModel.Pooling;
import java.util.Objects;
import java.util.Optional;

/**
 * An embedding model of the user's own.
 *
 * @param pooling how tokens become the text; if absent, as the model does it itself, and else their mean
 * @param intentPrefix stands before what is looked for, as some models want it; possibly empty
 * @param textPrefix stands before what is found; possibly empty
 */
public record OwnModel(ModelFiles files, Optional<Pooling> pooling, String intentPrefix, String textPrefix) {
    public OwnModel {
        Objects.requireNonNull(files, "files is null");
        Objects.requireNonNull(pooling, "pooling is null");
        Objects.requireNonNull(intentPrefix, "intentPrefix is null");
        Objects.requireNonNull(textPrefix, "textPrefix is null");
    }
}
