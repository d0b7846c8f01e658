// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An argument that a plan could not fill.
 *
 * @param step the id of the step
 * @param argument the argument's name
 * @param description what the tool says of it; empty if nothing
 * @param candidates values of the intent that it may be, none of them certain
 * @param from the id of an earlier step whose result should hold it, if one does
 */
public record Need(String step, String argument, String description, List<String> candidates, Optional<String> from) {
    public Need {
        Objects.requireNonNull(step, "step is null");
        Objects.requireNonNull(argument, "argument is null");
        Objects.requireNonNull(description, "description is null");
        Objects.requireNonNull(from, "from is null");
        candidates = List.copyOf(candidates);
    }
}
