// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.ToolKey;
import java.util.Objects;

/**
 * What somebody said of a tool: that it is the right one for an intent, or the wrong one.
 *
 * @param intent in words, at most {@link #LONGEST} characters; of them only a digest and a vector are kept
 * @param right whether the tool serves it
 */
public record Verdict(String intent, ToolKey tool, boolean right) {

    /** Characters. */
    public static final int LONGEST = 4_000;

    public Verdict {
        Objects.requireNonNull(tool, "tool is null");
        if (intent.isBlank() || intent.length() > LONGEST) {
            throw new IllegalArgumentException("an intent has 1 to " + LONGEST + " characters, not " + intent.length());
        }
    }
}
