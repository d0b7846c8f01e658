// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How tools are searched.
 *
 * @param models which models read intents and tools, each once; none to search by words alone, which saves their memory
 */
public record SearchSettings(List<Model> models) {

    /** Both models. */
    public static final SearchSettings DEFAULTS = new SearchSettings(List.of(Model.MINILM, Model.BGE));

    public SearchSettings {
        models = models.stream().distinct().toList();
    }

    /** The models that the program brings along. */
    public enum Model {
        /** all-MiniLM-L6-v2, the faster one. */
        MINILM,
        /** bge-small-en-v1.5. */
        BGE;

        /** The model of a name as it stands in settings. */
        static Optional<Model> named(String name) {
            return Arrays.stream(values())
                    .filter(model -> model.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                    .findFirst();
        }
    }
}
