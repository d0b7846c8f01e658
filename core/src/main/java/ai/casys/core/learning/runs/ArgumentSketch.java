// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.runs;

import java.util.Objects;

/**
 * What is kept of an argument's value.
 *
 * @param type its JSON Schema type, such as {@code string} or {@code integer}
 * @param mark recognises the same value later on; empty if the value looks secret, is long, or is none
 */
public record ArgumentSketch(String type, String mark) {
    public ArgumentSketch {
        Objects.requireNonNull(type, "type is null");
        Objects.requireNonNull(mark, "mark is null");
    }

    /** Whether both are known to be the same value. */
    public boolean isSame(ArgumentSketch other) {
        return !mark.isEmpty() && mark.equals(other.mark) && type.equals(other.type);
    }
}
