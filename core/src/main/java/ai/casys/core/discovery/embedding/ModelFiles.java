// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A model of the user's own, before it is loaded.
 *
 * @param name for people; {@code [a-zA-Z0-9._-]{1,40}}
 * @param weights the ONNX graph with everything in it, a file
 * @param tokenizer its {@code tokenizer.json}, a file
 * @param mostTokens texts are cut there; 8 to 8,192
 */
public record ModelFiles(String name, Path weights, Path tokenizer, int mostTokens) {
    public ModelFiles {
        Objects.requireNonNull(weights, "weights is null");
        Objects.requireNonNull(tokenizer, "tokenizer is null");
        if (!name.matches("[a-zA-Z0-9._-]{1,40}")) {
            throw new IllegalArgumentException("\"" + name + "\" is no name of a model");
        }
        if (mostTokens < 8 || mostTokens > 8_192) {
            throw new IllegalArgumentException("mostTokens is " + mostTokens + ", it must be between 8 and 8,192");
        }
    }
}
