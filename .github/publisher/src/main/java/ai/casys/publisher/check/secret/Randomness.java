// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells what a generator made from what a person wrote, by the entropy of its characters (Shannon, in bits for each) and
 * by how letters, capitals and digits mix. Hexadecimal digests are common in honest sources, so a token of hexadecimal
 * digits alone is none; keys of that form are found by the name they are assigned to.
 */
final class Randomness {
    private static final double BITS_OF_TOKEN = 4.3;
    private static final double BITS_OF_VALUE = 3.3;
    private static final int SHORTEST_TOKEN = 32;
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]+");
    private static final Pattern EXPRESSION =
            Pattern.compile(".*[(){}<>$\\s\\\\].*|[a-zA-Z_.]+|[a-z]+(?:[-_.:/][a-z0-9]+)*");
    private static final List<String> WORDS_OF_EXAMPLES = List.of(
            "example",
            "changeme",
            "placeholder",
            "your-",
            "your_",
            "xxxx",
            "0000",
            "1234567",
            "abcdef",
            "deadbeef",
            "dummy",
            "redacted",
            "not-a-",
            "not-the",
            "sample",
            "secret",
            "password",
            "passwd",
            "token");

    private Randomness() {}

    /** Whether {@code value}, to which something secret was assigned, looks generated or chosen to be hard to guess. */
    static boolean looksChosenAtRandom(String value) {
        if (value.length() < 6 || isFiller(value) || EXPRESSION.matcher(value).matches()) {
            return false;
        }
        String lower = value.toLowerCase(Locale.ROOT);
        if (WORDS_OF_EXAMPLES.stream().anyMatch(lower::contains)) {
            return false;
        }
        return kinds(value) >= 2
                && entropy(value) >= Math.min(BITS_OF_VALUE, Math.log(value.length()) / Math.log(2) - 0.5);
    }

    /** Whether the text is one character, or two in turn, repeated: the way examples are filled up. */
    static boolean isFiller(String value) {
        int longest = 1;
        int run = 1;
        for (int index = 1; index < value.length(); index++) {
            run = value.charAt(index) == value.charAt(index - 1) ? run + 1 : 1;
            longest = Math.max(longest, run);
        }
        return longest >= 8 || (value.length() >= 12 && entropy(value) < 1.5);
    }

    /** The tokens of a line that look generated, whatever they are assigned to. */
    static List<Secret> tokens(String line) {
        List<Secret> tokens = List.of();
        int start = 0;
        for (int index = 0; index <= line.length(); index++) {
            if (index < line.length() && isOfToken(line.charAt(index))) {
                continue;
            }
            if (index - start >= SHORTEST_TOKEN && isRandom(line.substring(start, index))) {
                if (tokens.isEmpty()) {
                    tokens = new ArrayList<>();
                }
                tokens.add(new Secret("a token that looks random", start, index));
            }
            start = index + 1;
        }
        return tokens;
    }

    private static boolean isRandom(String token) {
        return kinds(token) == 3
                && !HEXADECIMAL.matcher(token).matches()
                && !isPath(token)
                && !isName(token)
                && entropy(token) >= BITS_OF_TOKEN;
    }

    private static boolean isOfToken(char letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || letter == '+'
                || letter == '/'
                || letter == '_'
                || letter == '='
                || letter == '-';
    }

    /** Small letters, capitals, digits: how many of the three there are. */
    private static int kinds(String text) {
        boolean small = false;
        boolean capital = false;
        boolean digit = false;
        for (int index = 0; index < text.length(); index++) {
            char letter = text.charAt(index);
            small |= letter >= 'a' && letter <= 'z';
            capital |= letter >= 'A' && letter <= 'Z';
            digit |= letter >= '0' && letter <= '9';
        }
        return (small ? 1 : 0) + (capital ? 1 : 0) + (digit ? 1 : 0);
    }

    private static boolean isPath(String token) {
        int separators = 0;
        for (int index = 0; index < token.length(); index++) {
            separators += token.charAt(index) == '/' ? 1 : 0;
        }
        return separators > 0 && token.length() / (separators + 1) <= 14 && digits(token) * 8 < token.length();
    }

    /** Words with few digits among them: {@code sha256OfTheWholeFile}, {@code test-case-1-of-12-With_Names}. */
    private static boolean isName(String token) {
        int changes = 0;
        for (int index = 1; index < token.length(); index++) {
            changes += kindOf(token.charAt(index)) == kindOf(token.charAt(index - 1)) ? 0 : 1;
        }
        return changes * 2 < token.length() || digits(token) * 16 < token.length();
    }

    private static int digits(String token) {
        return (int)
                token.chars().filter(letter -> letter >= '0' && letter <= '9').count();
    }

    private static int kindOf(char letter) {
        if (letter >= 'a' && letter <= 'z') {
            return 0;
        }
        if (letter >= 'A' && letter <= 'Z') {
            return 1;
        }
        return letter >= '0' && letter <= '9' ? 2 : 3;
    }

    private static double entropy(String text) {
        int[] counts = new int[128];
        int others = 0;
        for (int index = 0; index < text.length(); index++) {
            char letter = text.charAt(index);
            if (letter < 128) {
                counts[letter]++;
            } else {
                others++;
            }
        }
        double bits = part(others, text.length());
        for (int count : counts) {
            bits += part(count, text.length());
        }
        return bits;
    }

    private static double part(int count, int length) {
        if (count == 0) {
            return 0;
        }
        double share = (double) count / length;
        return -share * Math.log(share) / Math.log(2);
    }
}
