// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import java.util.Arrays;

/**
 * A name as the set of its letter triples, so that a typing error, another separator or a forgotten word still finds
 * it. Immutable.
 */
public final class NameGrams {

    private static final int LONGEST = 600;

    private final int[] grams;

    private NameGrams(int[] grams) {
        this.grams = grams;
    }

    /** The triples of a name; of a very long one, those of its beginning. */
    public static NameGrams of(String name) {
        StringBuilder plain = new StringBuilder(Math.min(name.length(), LONGEST) + 2).append(' ');
        for (int i = 0; i < name.length() && i < LONGEST; i++) {
            char unit = name.charAt(i);
            if (Character.isLetterOrDigit(unit) || Character.isSurrogate(unit)) {
                boolean wordStarts = i > 0
                        && Character.isUpperCase(unit)
                        && Character.isLowerCase(name.charAt(i - 1))
                        && plain.charAt(plain.length() - 1) != ' ';
                plain.append(wordStarts ? " " : "").append(Character.toLowerCase(unit));
            } else if (plain.charAt(plain.length() - 1) != ' ') {
                plain.append(' ');
            }
        }
        if (plain.charAt(plain.length() - 1) != ' ') {
            plain.append(' ');
        }
        return new NameGrams(triples(plain));
    }

    private static int[] triples(CharSequence plain) {
        int[] triples = new int[Math.max(0, plain.length() - 2)];
        for (int i = 0; i < triples.length; i++) {
            triples[i] = (plain.charAt(i) * 31 + plain.charAt(i + 1)) * 65_599 + plain.charAt(i + 2);
        }
        Arrays.sort(triples);
        int distinct = 0;
        for (int i = 0; i < triples.length; i++) {
            if (i == 0 || triples[i] != triples[i - 1]) {
                triples[distinct++] = triples[i];
            }
        }
        return Arrays.copyOf(triples, distinct);
    }

    /** Dice coefficient of the two sets: 0 nothing in common, 1 the same. */
    public double similarity(NameGrams other) {
        int total = grams.length + other.grams.length;
        if (total == 0) {
            return 0;
        }
        int common = 0;
        for (int i = 0, j = 0; i < grams.length && j < other.grams.length; ) {
            int order = Integer.compare(grams[i], other.grams[j]);
            common += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return 2.0 * common / total;
    }
}
