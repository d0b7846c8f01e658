// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.runs;

import java.util.Objects;
import java.util.Optional;

/**
 * A value that went from an earlier step's result into an argument.
 *
 * @param from the index of the earlier step
 * @param output where in its result, such as {@code issues[].id}
 * @param pointer exactly where, as JSON Pointer; empty if that is not known
 * @param argument where in the arguments, such as {@code issue_id} or {@code filter.ids[]}
 */
public record StepFlow(int from, String output, Optional<String> pointer, String argument) {
    public StepFlow {
        if (from < 0) {
            throw new IllegalArgumentException("a flow comes from step " + from);
        }
        Objects.requireNonNull(output, "output is null");
        Objects.requireNonNull(pointer, "pointer is null");
        Objects.requireNonNull(argument, "argument is null");
    }

    /** The same where the steps are counted otherwise. */
    public StepFlow from(int index) {
        return new StepFlow(index, output, pointer, argument);
    }
}
