// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

/** How a call ended. Only success speaks for a tool. */
public enum CallOutcome {
    /** The tool answered with a result that is no error. */
    SUCCEEDED,
    /** The tool answered with an error, or did not answer. */
    FAILED,
    /** Whoever called withdrew it; says nothing about the tool. */
    CANCELLED,
    /** It was never carried out: not permitted, withheld, over a limit; says nothing about the tool. */
    REFUSED;

    /** How a call ended that threw this. */
    public static CallOutcome of(ErrorCategory category) {
        return switch (category) {
            case CANCELLED -> CANCELLED;
            case NOT_AUTHENTICATED, NOT_PERMITTED, OVERLOADED, CONFIGURATION -> REFUSED;
            case INVALID_INPUT, NOT_FOUND, UNAVAILABLE, TIMEOUT, UPSTREAM_FAILED, INTERNAL -> FAILED;
        };
    }
}
