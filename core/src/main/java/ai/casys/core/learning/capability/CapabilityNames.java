// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.capability;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.catalog.ToolNames;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What capabilities are called. */
final class CapabilityNames {

    private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
    private static final Pattern ILLEGAL = Pattern.compile("[^a-z0-9_-]");
    private static final Pattern EDGE = Pattern.compile("^[_-]+|[_-]+$");
    private static final int LONGEST = 56;
    private static final int MOST_TOOLS = 3;

    private CapabilityNames() {}

    /** A name made of those of the tools. */
    static String of(List<ToolKey> tools, Predicate<String> taken) {
        String all = tools.stream()
                .limit(tools.size() > MOST_TOOLS ? MOST_TOOLS - 1 : MOST_TOOLS)
                .map(CapabilityNames::word)
                .collect(Collectors.joining("_then_"));
        String whole = tools.size() > MOST_TOOLS ? all + "_then_" + (tools.size() - MOST_TOOLS + 1) + "_more" : all;
        String base = trimmed(whole.length() <= LONGEST ? whole : whole.substring(0, LONGEST));
        String start = base.isEmpty() ? "capability" : base;
        String name = start;
        for (int number = 2; taken.test(name); number++) {
            name = start + "_" + number;
        }
        return name;
    }

    /**
     * A name that a person gives.
     *
     * @throws CasysException {@code INVALID_INPUT} if it is not legal
     */
    static String given(String name) {
        if (!LEGAL.matcher(name).matches()) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT,
                    "\"" + (name.length() <= 80 ? name : name.substring(0, 80) + "…")
                            + "\" is no name of a capability; use 1 to 64 of a-z, 0-9, _ and -, the first a letter or digit");
        }
        return name;
    }

    private static String word(ToolKey tool) {
        String listed = ToolNames.listed(tool);
        int separator = listed.indexOf(ToolNames.SEPARATOR);
        String own = separator < 0 ? listed : listed.substring(separator + ToolNames.SEPARATOR.length());
        return trimmed(ILLEGAL.matcher(own.toLowerCase(Locale.ROOT)).replaceAll("_"));
    }

    private static String trimmed(String text) {
        return EDGE.matcher(text).replaceAll("");
    }
}
