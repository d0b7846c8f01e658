// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import java.util.Objects;

/**
 * A value of an earlier call's result that became an argument, known from the definition of a run.
 *
 * @param from the tool whose result held the value
 * @param output where in the result, such as {@code issues[].id}; empty for the result as a whole; at most 200 characters
 * @param argument where in the arguments, such as {@code issue_id}; at most 200 characters
 */
public record KnownFlow(ToolAddress from, String output, String argument) {

    private static final int LONGEST = 200;

    public KnownFlow {
        Objects.requireNonNull(from, "from is null");
        requirePlace(output);
        requirePlace(argument);
    }

    private static void requirePlace(String place) {
        if (place.length() > LONGEST || place.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a place has " + place.length() + " characters; at most " + LONGEST
                    + " are allowed, and no U+0000");
        }
    }
}
