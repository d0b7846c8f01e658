// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What to look for. There is no query syntax: any text of 1 to 4,000 characters is legal.
 *
 * @param kind how the text is to be understood
 * @param text not blank, at most {@value #LONGEST_TEXT} characters
 * @param limit how many hits at most, 1 to {@value #MOST_HITS}
 * @param server only this server's tools, if present
 * @param include what each hit carries besides the tool
 */
public record SearchQuery(Kind kind, String text, int limit, Optional<String> server, Set<Include> include) {

    /** Characters (UTF-16 units) that a text may have. */
    public static final int LONGEST_TEXT = 4_000;

    /** Hits without a limit asked for. */
    public static final int DEFAULT_LIMIT = 10;

    /** Hits at most. */
    public static final int MOST_HITS = 50;

    /** How the text is to be understood. */
    public enum Kind {
        /** What the caller wants to do, in free words. */
        INTENT,
        /** The name of a tool, in any form that can be called, or nearly so. */
        NAME,
        /** A glob ({@code *}, {@code ?}) over plain names and {@code server__tool}. */
        PATTERN
    }

    /** What a hit can carry besides the tool. */
    public enum Include {
        /** The input schema in compact form. */
        SCHEMA,
        /** What is usually called before and after the tool. */
        RELATED,
        /** Which words were found where, and what was learned. */
        WHY,
        /** Prompts that fit, besides the tools. */
        PROMPTS,
        /** Resources and templates of resources that fit, besides the tools. */
        RESOURCES
    }

    /** @throws CasysException {@code INVALID_INPUT} that names the rule which is broken */
    public SearchQuery {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(text, "text is null");
        Objects.requireNonNull(server, "server is null");
        String argument = kind.name().toLowerCase(Locale.ROOT);
        if (text.isBlank()) {
            throw invalid("\"" + argument + "\" is empty; say in a few words what the tool should do");
        }
        if (text.length() > LONGEST_TEXT) {
            throw invalid("\"" + argument + "\" has " + text.length() + " characters, at most " + LONGEST_TEXT
                    + " are allowed; shorten it");
        }
        if (limit < 1 || limit > MOST_HITS) {
            throw invalid("\"limit\" is " + limit + ", it must be between 1 and " + MOST_HITS);
        }
        include = include.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(include));
    }

    /** What the caller wants to do, with schema and reasons, among all servers. */
    public static SearchQuery intent(String text) {
        return new SearchQuery(Kind.INTENT, text, DEFAULT_LIMIT, Optional.empty(), EnumSet.allOf(Include.class));
    }

    /** A tool's name, with schema and reasons, among all servers. */
    public static SearchQuery name(String text) {
        return new SearchQuery(Kind.NAME, text, DEFAULT_LIMIT, Optional.empty(), EnumSet.allOf(Include.class));
    }

    /** A glob over tool names, with schema and reasons, among all servers. */
    public static SearchQuery pattern(String text) {
        return new SearchQuery(Kind.PATTERN, text, DEFAULT_LIMIT, Optional.empty(), EnumSet.allOf(Include.class));
    }

    /** The same with another limit. */
    public SearchQuery withLimit(int newLimit) {
        return new SearchQuery(kind, text, newLimit, server, include);
    }

    /** The same within one server. */
    public SearchQuery withServer(String newServer) {
        return new SearchQuery(kind, text, limit, Optional.of(newServer), include);
    }

    /** The same with other parts in the hits. */
    public SearchQuery withInclude(Set<Include> newInclude) {
        return new SearchQuery(kind, text, limit, server, newInclude);
    }

    private static CasysException invalid(String message) {
        return new CasysException(ErrorCategory.INVALID_INPUT, message);
    }
}
