// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tartarus.snowball.ext.PorterStemmer;

/**
 * Cuts text into the terms that are compared: words at anything that is neither letter nor digit, parts of
 * {@code camelCase} and {@code letters123} besides the whole, lower case without accents, English endings removed;
 * Chinese, Japanese and Korean as overlapping pairs of characters. English function words are left out. One instance
 * belongs to one thread.
 */
public final class Words {

    /**
     * @param word as it was written
     * @param term as it is compared
     */
    public record Found(String word, String term) {}

    private static final int LONGEST = 48;

    private static final Set<String> FUNCTION_WORDS = Set.of(
            "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "did", "do", "does", "for", "from",
            "had", "has", "have", "he", "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "me", "my",
            "no", "not", "of", "on", "or", "our", "she", "so", "such", "than", "that", "the", "their", "them", "then",
            "there", "these", "they", "this", "those", "to", "was", "we", "were", "what", "when", "where", "which",
            "who", "whose", "will", "with", "would", "you", "your");

    private final PorterStemmer stemmer = new PorterStemmer();

    /** All terms in the order of the text, repeated ones included. */
    public List<Found> of(String text) {
        List<Found> found = new ArrayList<>();
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
        int start = 0;
        while (start < plain.length()) {
            Script script = Script.of(plain.codePointAt(start));
            int end = start + Character.charCount(plain.codePointAt(start));
            while (end < plain.length() && Script.of(plain.codePointAt(end)) == script) {
                end += Character.charCount(plain.codePointAt(end));
            }
            switch (script) {
                case NONE -> {}
                case WORD -> word(plain.substring(start, end), found);
                case IDEOGRAPHIC -> pairs(plain.substring(start, end), found);
            }
            start = end;
        }
        return found;
    }

    private void word(String word, List<Found> found) {
        List<String> parts = parts(word);
        for (String part : parts) {
            add(word, part, found);
        }
        // "GitHub" must meet "github" too.
        if (parts.size() > 1) {
            add(word, word, found);
        }
    }

    private void add(String word, String part, List<Found> found) {
        String lower = withoutAccents(part.length() > LONGEST ? part.substring(0, LONGEST) : part)
                .toLowerCase(Locale.ROOT);
        if (!lower.isEmpty() && !FUNCTION_WORDS.contains(lower)) {
            found.add(new Found(word, stem(lower)));
        }
    }

    private String stem(String lower) {
        for (int i = 0; i < lower.length(); i++) {
            if (lower.charAt(i) < 'a' || lower.charAt(i) > 'z') {
                return lower;
            }
        }
        stemmer.setCurrent(lower);
        stemmer.stem();
        return stemmer.getCurrent();
    }

    private static List<String> parts(String word) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 1; i < word.length(); i++) {
            if (isBoundary(word, i)) {
                parts.add(word.substring(start, i));
                start = i;
            }
        }
        parts.add(word.substring(start));
        return parts;
    }

    private static boolean isBoundary(String word, int index) {
        char before = word.charAt(index - 1);
        char here = word.charAt(index);
        if (Character.isDigit(before) != Character.isDigit(here)) {
            return true;
        }
        if (!Character.isUpperCase(here)) {
            return false;
        }
        boolean acronymEnds = index + 1 < word.length() && Character.isLowerCase(word.charAt(index + 1));
        return Character.isLowerCase(before)
                || (Character.isUpperCase(before) && acronymEnds && !isPlural(word, index));
    }

    // "URLs" and "IDs" are one word each.
    private static boolean isPlural(String word, int index) {
        return word.charAt(index + 1) == 's'
                && (index + 2 == word.length() || !Character.isLowerCase(word.charAt(index + 2)));
    }

    private static void pairs(String text, List<Found> found) {
        int[] points = text.codePoints().toArray();
        if (points.length == 1) {
            found.add(new Found(text, text));
        }
        for (int i = 0; i + 1 < points.length; i++) {
            String pair = new String(points, i, 2);
            found.add(new Found(pair, pair));
        }
    }

    private static String withoutAccents(String word) {
        if (word.chars().allMatch(unit -> unit < 0x80)) {
            return word;
        }
        StringBuilder kept = new StringBuilder(word.length());
        Normalizer.normalize(word, Normalizer.Form.NFD)
                .codePoints()
                .filter(point -> Character.getType(point) != Character.NON_SPACING_MARK
                        || Character.UnicodeScript.of(point) != Character.UnicodeScript.INHERITED)
                .forEach(kept::appendCodePoint);
        return Normalizer.normalize(kept, Normalizer.Form.NFC);
    }

    private enum Script {
        NONE,
        WORD,
        IDEOGRAPHIC;

        static Script of(int point) {
            if (point < 0x80) {
                return Character.isLetterOrDigit(point) ? WORD : NONE;
            }
            int type = Character.getType(point);
            if (type != Character.NON_SPACING_MARK
                    && type != Character.COMBINING_SPACING_MARK
                    && !Character.isLetterOrDigit(point)) {
                return NONE;
            }
            return switch (Character.UnicodeScript.of(point)) {
                case HAN, HIRAGANA, KATAKANA, HANGUL -> IDEOGRAPHIC;
                default -> WORD;
            };
        }
    }
}
