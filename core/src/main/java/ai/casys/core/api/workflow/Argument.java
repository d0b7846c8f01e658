// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api.workflow;

import java.util.Objects;

/** Where the value of one argument of a step comes from. */
public sealed interface Argument {

    /**
     * A value that is known when the workflow is written.
     *
     * @param json the value as JSON text
     */
    record Literal(String json) implements Argument {
        public Literal {
            if (json.isBlank()) {
                throw new IllegalArgumentException(
                        "a literal is JSON text, e.g. \"null\" or \"\\\"text\\\"\"; it is blank");
            }
        }
    }

    /**
     * A part of what an earlier step returned.
     *
     * @param step the id of that step
     * @param pointer JSON Pointer (RFC 6901) into its structured result; empty for the whole
     */
    record FromStep(String step, String pointer) implements Argument {
        public FromStep {
            Objects.requireNonNull(step, "step is null");
            if (!pointer.isEmpty() && !pointer.startsWith("/")) {
                throw new IllegalArgumentException(
                        "\"" + pointer + "\" is no JSON Pointer (RFC 6901); it must be empty or begin with a slash");
            }
        }
    }

    /**
     * An input of the whole workflow.
     *
     * @param name the input's name, not blank
     */
    record FromInput(String name) implements Argument {
        public FromInput {
            if (name.isBlank()) {
                throw new IllegalArgumentException("an input needs a name");
            }
        }
    }
}
