// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogTool;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Whether two tools are one tool on two servers, as forks of a server have them: the same name and mostly the same words
 * in their descriptions.
 */
final class NearCopy {

    private static final double MOSTLY = 0.8;
    private static final int FEWEST_WORDS = 3;
    private static final int LONGEST = 2_000;

    private NearCopy() {}

    static boolean of(CatalogTool one, CatalogTool other) {
        if (one.key().server().equals(other.key().server()) || !plainName(one).equals(plainName(other))) {
            return false;
        }
        Set<String> words = words(one);
        Set<String> others = words(other);
        if (words.size() < FEWEST_WORDS || others.size() < FEWEST_WORDS) {
            return false;
        }
        Set<String> shared = new HashSet<>(words);
        shared.retainAll(others);
        return shared.size() >= MOSTLY * (words.size() + others.size() - shared.size());
    }

    private static Set<String> words(CatalogTool tool) {
        String description = tool.tool().description().orElse("");
        String start = description.substring(0, Math.min(LONGEST, description.length()));
        Set<String> words =
                new HashSet<>(Arrays.asList(start.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")));
        words.remove("");
        return words;
    }

    /** The tool's name without what servers write differently. Near copies have the same. */
    static String plainName(CatalogTool tool) {
        String name = tool.key().tool().toLowerCase(Locale.ROOT);
        StringBuilder plain = new StringBuilder(name.length());
        name.codePoints().filter(Character::isLetterOrDigit).forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
