// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.safety;

import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** One difference between two definitions. Paths are JSON Pointers (RFC 6901). */
public sealed interface DefinitionChange {

    /** Where the difference is. */
    String path();

    /** A value that was not there. */
    record Added(String path, JsonNode value) implements DefinitionChange {
        public Added {
            Objects.requireNonNull(path, "path is null");
            Objects.requireNonNull(value, "value is null");
        }
    }

    /** A value that is gone. */
    record Removed(String path, JsonNode value) implements DefinitionChange {
        public Removed {
            Objects.requireNonNull(path, "path is null");
            Objects.requireNonNull(value, "value is null");
        }
    }

    /** A value that is another one. */
    record Changed(String path, JsonNode before, JsonNode after) implements DefinitionChange {
        public Changed {
            Objects.requireNonNull(path, "path is null");
            Objects.requireNonNull(before, "before is null");
            Objects.requireNonNull(after, "after is null");
        }
    }
}
