// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.safety;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A text as a model understands it, whatever was done to hide it from a search: compatibility forms resolved, marks
 * above letters and unseen characters dropped, lookalikes made Latin, small letters, one blank for any white space, no
 * marks of emphasis.
 */
final class ReadableText {

    private ReadableText() {}

    /** @param unseen what stands in for an unseen character: nothing, or a blank where it parted two words */
    static String of(String text, String unseen) {
        StringBuilder seen = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (HiddenCharacters.isUnseen(point)) {
                seen.append(unseen);
            } else {
                seen.appendCodePoint(point);
            }
        });
        StringBuilder readable = new StringBuilder(seen.length());
        boolean ascii = seen.codePoints().allMatch(point -> point < 0x80);
        String simple = ascii ? seen.toString() : Normalizer.normalize(seen, Normalizer.Form.NFKD);
        simple.codePoints()
                .filter(point -> point < 0x80 || Character.getType(point) != Character.NON_SPACING_MARK)
                .map(Lookalikes::latin)
                .forEach(point -> append(readable, point));
        return readable.toString().strip().toLowerCase(Locale.ROOT);
    }

    private static void append(StringBuilder readable, int point) {
        if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
            if (!readable.isEmpty() && readable.charAt(readable.length() - 1) != ' ') {
                readable.append(' ');
            }
            return;
        }
        switch (point) {
            case '*', '`', '"', '“', '”', '«', '»' -> {
                // Emphasis and quotation do not change what is said.
            }
            case '’', '‘' -> readable.append('\'');
            default -> readable.appendCodePoint(point);
        }
    }
}
