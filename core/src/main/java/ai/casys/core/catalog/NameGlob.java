// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import java.util.Locale;
import java.util.Objects;

/**
 * A pattern over tool names: {@code *} stands for any characters or none, {@code ?} for exactly one, everything else
 * for itself; upper and lower case are the same. It must fit the whole name. Matching takes at most pattern × name
 * steps, whatever the pattern. Immutable.
 */
public final class NameGlob {

    private final String pattern;
    private final int needed;

    private NameGlob(String pattern) {
        this.pattern = pattern;
        this.needed = (int) pattern.chars().filter(unit -> unit != '*').count();
    }

    /** Every text is a legal pattern. */
    public static NameGlob of(String pattern) {
        Objects.requireNonNull(pattern, "pattern is null");
        return new NameGlob(pattern.toLowerCase(Locale.ROOT).replaceAll("\\*{2,}", "*"));
    }

    /** Whether the whole name fits. */
    public boolean matches(String name) {
        String text = name.toLowerCase(Locale.ROOT);
        if (text.length() < needed) {
            return false;
        }
        int at = 0;
        int wanted = 0;
        int star = -1;
        int resume = 0;
        while (at < text.length()) {
            char expected = wanted < pattern.length() ? pattern.charAt(wanted) : 0;
            if (wanted < pattern.length() && expected == '*') {
                star = wanted++;
                resume = at;
            } else if (wanted < pattern.length() && (expected == '?' || expected == text.charAt(at))) {
                at++;
                wanted++;
            } else if (star >= 0) {
                wanted = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (wanted < pattern.length() && pattern.charAt(wanted) == '*') {
            wanted++;
        }
        return wanted == pattern.length();
    }

    /** Whether the tool's plain name, {@code server__tool}, {@code server:tool} or listed name fits. */
    public boolean matches(CatalogTool tool, CatalogSnapshot snapshot) {
        return matches(tool.key().tool())
                || matches(ToolNames.qualified(tool.key()))
                || matches(tool.key().toString())
                || matches(snapshot.listedName(tool.key()));
    }
}
