// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import java.util.Objects;

/** An error with a category; its message may be shown to the caller and names the value, the rule and the remedy. */
public class CasysException extends RuntimeException {

    private final ErrorCategory category;

    public CasysException(ErrorCategory category, String message) {
        super(Objects.requireNonNull(message, "message is null"));
        this.category = Objects.requireNonNull(category, "category is null");
    }

    public CasysException(ErrorCategory category, String message, Throwable cause) {
        super(Objects.requireNonNull(message, "message is null"), cause);
        this.category = Objects.requireNonNull(category, "category is null");
    }

    /** What kind of error this is. */
    public final ErrorCategory category() {
        return category;
    }

    /** The message, never absent. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
