// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.tool;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that someone probably meant. */
public final class Nearest {

    private static final int LONGEST = 64;

    private Nearest() {}

    /** The known word with the fewest edits, if that is fewer than half its length; capitals do not count. */
    public static Optional<String> to(String given, Collection<String> known) {
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        String wanted = given.toLowerCase(Locale.ROOT);
        String best = "";
        int fewest = Integer.MAX_VALUE;
        for (String word : known) {
            int edits = edits(wanted, word.toLowerCase(Locale.ROOT));
            if (edits < fewest) {
                best = word;
                fewest = edits;
            }
        }
        return fewest * 2 <= Math.max(best.length(), wanted.length()) && !best.isEmpty()
                ? Optional.of(best)
                : Optional.empty();
    }

    /** Levenshtein distance, two rows. */
    private static int edits(String left, String right) {
        int[] previous = new int[right.length() + 1];
        int[] current = new int[right.length() + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= left.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int change = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
            }
            int[] done = previous;
            previous = current;
            current = done;
        }
        return previous[right.length()];
    }
}
