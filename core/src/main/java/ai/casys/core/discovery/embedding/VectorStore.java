// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import java.util.Collection;
import java.util.Map;

/** Where vectors outlive the process. Unless it says otherwise, called from one thread at a time. */
public interface VectorStore {

    /** Keeps nothing. */
    VectorStore NONE = new VectorStore() {
        @Override
        public Map<TextHash, CompactVector> load(String model, Collection<TextHash> texts) {
            return Map.of();
        }

        @Override
        public void save(String model, Map<TextHash, CompactVector> vectors) {
            // Nothing is kept.
        }
    };

    /** The vectors that are kept of these texts; at most some thousand texts at a time. */
    Map<TextHash, CompactVector> load(String model, Collection<TextHash> texts);

    /** Keeps vectors; what is kept already stays as it is. */
    void save(String model, Map<TextHash, CompactVector> vectors);
}
