// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant: the known word nearest to a misspelt one. */
public final class Suggestion {

    private static final int LONGEST_WORD = 64;

    private Suggestion() {}

    /**
     * The known word with the smallest edit distance (Damerau and Levenshtein), letter case and {@code _ - .} disregarded; empty when every known
     * word differs in more than a third of its letters, since a far-fetched guess misleads.
     */
    public static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > LONGEST_WORD) {
            return Optional.empty();
        }
        String plain = plain(word);
        return known.stream()
                .filter(candidate -> distance(plain, plain(candidate))
                        <= Math.max(1, plain(candidate).length() / 3))
                .min(Comparator.<String>comparingInt(candidate -> distance(plain, plain(candidate)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[_.-]", "");
    }

    /** Letters to add, leave out, replace or swap with their neighbour to get from one word to the other. */
    private static int distance(String from, String to) {
        int[][] costs = new int[from.length() + 1][to.length() + 1];
        for (int row = 0; row <= from.length(); row++) {
            for (int column = 0; column <= to.length(); column++) {
                costs[row][column] = Math.min(row, column) == 0 ? row + column : cost(costs, from, to, row, column);
            }
        }
        return costs[from.length()][to.length()];
    }

    private static int cost(int[][] costs, String from, String to, int row, int column) {
        boolean same = from.charAt(row - 1) == to.charAt(column - 1);
        int replaced = costs[row - 1][column - 1] + (same ? 0 : 1);
        int least = Math.min(replaced, Math.min(costs[row - 1][column], costs[row][column - 1]) + 1);
        boolean swapped = Math.min(row, column) > 1
                && from.charAt(row - 1) == to.charAt(column - 2)
                && from.charAt(row - 2) == to.charAt(column - 1);
        return swapped ? Math.min(least, costs[row - 2][column - 2] + 1) : least;
    }
}
