// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import java.util.List;
import java.util.Objects;

/**
 * Why a tool was found.
 *
 * @param part the part of the definition
 * @param words the caller's own words that were found there, in the order of the query; for what was learned a phrase
 */
public record Reason(Part part, List<String> words) {
    public Reason {
        Objects.requireNonNull(part, "part is null");
        words = List.copyOf(words);
    }

    /** The parts of a definition that are searched, and what else speaks for a tool. */
    public enum Part {
        /** The server's name. */
        SERVER,
        /** The tool's name. */
        NAME,
        /** The tool's title. */
        TITLE,
        /** The tool's description. */
        DESCRIPTION,
        /** Names of its parameters. */
        PARAMETERS,
        /** Descriptions of its parameters. */
        PARAMETER_TEXT,
        /** None: a step that the intent implies without saying it. */
        IMPLIED_STEP,
        /** None: what was called for similar intents. */
        PAST_INTENTS,
        /** None: what it is used together with. */
        GOES_WITH,
        /** None: how its calls ended. */
        RELIABILITY,
        /** None: why a model of the user's own did not order the tools. */
        RERANKER
    }
}
