// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.safety;

import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The characters of a text that a reader does not see. Characters that a script or an emoji needs are not among them: a
 * joiner between two pictographs, a non-joiner in Persian, a selector behind a symbol, the tags of the flags of England,
 * Scotland and Wales. Right-to-left letters alone are text like any other.
 */
final class HiddenCharacters {

    /** @param start first code point of the text, {@code end} the one after the last */
    record Run(FindingKind kind, int start, int end) {}

    private static final int WAVING_FLAG = 0x1F3F4;
    private static final int FIRST_TAG = 0xE0000;
    private static final int LAST_TAG = 0xE007F;
    private static final Set<String> REGIONS = Set.of("gbeng", "gbsct", "gbwls");

    /** Scripts in which joiners shape letters. */
    private static final Set<UnicodeScript> JOINING = EnumSet.of(
            UnicodeScript.ARABIC,
            UnicodeScript.SYRIAC,
            UnicodeScript.MONGOLIAN,
            UnicodeScript.DEVANAGARI,
            UnicodeScript.BENGALI,
            UnicodeScript.GURMUKHI,
            UnicodeScript.GUJARATI,
            UnicodeScript.ORIYA,
            UnicodeScript.TAMIL,
            UnicodeScript.TELUGU,
            UnicodeScript.KANNADA,
            UnicodeScript.MALAYALAM,
            UnicodeScript.SINHALA);

    /** Scripts written without blanks, where an invisible one shows where a line may end. */
    private static final Set<UnicodeScript> UNSPACED =
            EnumSet.of(UnicodeScript.THAI, UnicodeScript.LAO, UnicodeScript.KHMER, UnicodeScript.MYANMAR);

    private HiddenCharacters() {}

    /** The hidden runs, in order. */
    static List<Run> in(String text) {
        if (isPlain(text)) {
            return List.of();
        }
        int[] points = text.codePoints().toArray();
        List<Run> runs = new ArrayList<>();
        int index = 0;
        while (index < points.length) {
            int region = regionFlag(points, index);
            if (region > 0) {
                index += region;
                continue;
            }
            Optional<FindingKind> kind = kind(points, index);
            if (kind.isEmpty()) {
                index++;
                continue;
            }
            int end = index + 1;
            while (end < points.length && kind(points, end).equals(kind)) {
                end++;
            }
            runs.add(new Run(kind.get(), index, end));
            index = end;
        }
        return runs;
    }

    /** The text with every hidden character written as {@code U+XXXX} in angle brackets. */
    static String visible(String text) {
        List<Run> runs = in(text);
        if (runs.isEmpty()) {
            return text;
        }
        int[] points = text.codePoints().toArray();
        StringBuilder shown = new StringBuilder(text.length() + 16);
        int index = 0;
        for (Run run : runs) {
            for (; index < run.start(); index++) {
                shown.appendCodePoint(points[index]);
            }
            for (; index < run.end(); index++) {
                shown.append(String.format("<U+%04X>", points[index]));
            }
        }
        for (; index < points.length; index++) {
            shown.appendCodePoint(points[index]);
        }
        return shown.toString();
    }

    /** What a run spells to somebody who knows how to read it, if that is a text. */
    static Optional<String> message(String text, Run run) {
        int[] points = text.codePoints()
                .skip(run.start())
                .limit(run.end() - run.start())
                .toArray();
        return switch (run.kind()) {
            case TAG_CHARACTER -> ofTags(points);
            case VARIATION_SELECTOR -> ofSelectors(points);
            default -> Optional.empty();
        };
    }

    /** Whether the character shows nothing by itself, justified or not; blanks and line breaks do not count. */
    static boolean isUnseen(int point) {
        return isVariationSelector(point)
                || isInvisible(point)
                || isBidirectional(point)
                || (point >= FIRST_TAG && point <= LAST_TAG)
                || isControl(point);
    }

    private static boolean isPlain(String text) {
        for (int index = 0; index < text.length(); index++) {
            char unit = text.charAt(index);
            if (unit > '~' || (unit < ' ' && unit != '\n' && unit != '\t' && unit != '\r')) {
                return false;
            }
        }
        return true;
    }

    private static Optional<FindingKind> kind(int[] points, int index) {
        int point = points[index];
        if (isControl(point)) {
            return Optional.of(isEscape(points, index) ? FindingKind.TERMINAL_ESCAPE : FindingKind.CONTROL_CHARACTER);
        }
        if (point < 0xAD) {
            return Optional.empty();
        }
        if (isBidirectional(point)) {
            return Optional.of(FindingKind.BIDIRECTIONAL_CONTROL);
        }
        if (point >= FIRST_TAG && point <= LAST_TAG) {
            return Optional.of(FindingKind.TAG_CHARACTER);
        }
        if (isVariationSelector(point)) {
            return selects(points, index) ? Optional.empty() : Optional.of(FindingKind.VARIATION_SELECTOR);
        }
        return isInvisible(point) && !isNeeded(points, index)
                ? Optional.of(FindingKind.INVISIBLE_CHARACTER)
                : Optional.empty();
    }

    private static boolean isControl(int point) {
        return Character.isISOControl(point) && point != '\n' && point != '\t' && point != '\r';
    }

    private static boolean isEscape(int[] points, int index) {
        int next = at(points, index + 1);
        return points[index] == 0x9B || (points[index] == 0x1B && next > ' ' && next < 0x7F);
    }

    private static boolean isBidirectional(int point) {
        return (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069)
                || point == 0x200E
                || point == 0x200F
                || point == 0x061C;
    }

    private static boolean isVariationSelector(int point) {
        return (point >= 0xFE00 && point <= 0xFE0F)
                || (point >= 0xE0100 && point <= 0xE01EF)
                || (point >= 0x180B && point <= 0x180D)
                || point == 0x180F;
    }

    private static boolean isInvisible(int point) {
        return switch (point) {
            // Fillers and blanks that are letters or symbols to Unicode but empty to the eye.
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0 -> true;
            // Signs of the general category Cf that are drawn around the digits after them.
            case 0x0600, 0x0601, 0x0602, 0x0603, 0x0604, 0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2 -> false;
            case 0x110BD, 0x110CD -> false;
            default -> Character.getType(point) == Character.FORMAT && !isBidirectional(point) && point < FIRST_TAG;
        };
    }

    private static boolean isNeeded(int[] points, int index) {
        int before = at(points, index - 1);
        int after = at(points, index + 1);
        return switch (points[index]) {
            case 0x200B -> isOf(before, UNSPACED) && isOf(after, UNSPACED);
            case 0x200C -> isOf(before, JOINING) && isOf(after, JOINING);
            case 0x200D -> joinsEmoji(points, index) || isOf(before, JOINING);
            default -> false;
        };
    }

    private static boolean joinsEmoji(int[] points, int index) {
        int before = at(points, index - 1);
        if (before == 0xFE0F || Character.isEmojiModifier(before)) {
            before = at(points, index - 2);
        }
        return Character.isExtendedPictographic(before) && Character.isExtendedPictographic(at(points, index + 1));
    }

    private static boolean selects(int[] points, int index) {
        int base = at(points, index - 1);
        int selector = points[index];
        if (selector >= 0xE0100) {
            return base > 0 && UnicodeScript.of(base) == UnicodeScript.HAN;
        }
        if (selector < 0xFE00) {
            return base > 0 && UnicodeScript.of(base) == UnicodeScript.MONGOLIAN;
        }
        if (selector < 0xFE0E) {
            return base > 0
                    && (Character.getType(base) == Character.MATH_SYMBOL
                            || UnicodeScript.of(base) == UnicodeScript.HAN);
        }
        if (base < 0x80) {
            return at(points, index + 1) == 0x20E3;
        }
        return Character.isEmoji(base) || Character.isExtendedPictographic(base) || isSymbol(base);
    }

    private static boolean isSymbol(int point) {
        return switch (Character.getType(point)) {
            case Character.OTHER_SYMBOL,
                    Character.MATH_SYMBOL,
                    Character.OTHER_PUNCTUATION,
                    Character.DASH_PUNCTUATION -> !isUnseen(point);
            default -> false;
        };
    }

    private static boolean isOf(int point, Set<UnicodeScript> scripts) {
        return point > 0 && scripts.contains(UnicodeScript.of(point));
    }

    /** How many code points a region's flag takes at this place; 0 where there is none. */
    private static int regionFlag(int[] points, int index) {
        if (points[index] != WAVING_FLAG || at(points, index + 6) != LAST_TAG) {
            return 0;
        }
        StringBuilder region = new StringBuilder();
        for (int place = index + 1; place < index + 6; place++) {
            region.append((char) (points[place] - FIRST_TAG));
        }
        return REGIONS.contains(region.toString()) ? 7 : 0;
    }

    private static Optional<String> ofTags(int[] points) {
        StringBuilder message = new StringBuilder();
        for (int point : points) {
            int letter = point - FIRST_TAG;
            if (letter >= ' ' && letter < 0x7F) {
                message.append((char) letter);
            }
        }
        return message.isEmpty() ? Optional.empty() : Optional.of(message.toString());
    }

    private static Optional<String> ofSelectors(int[] points) {
        byte[] bytes = new byte[points.length];
        for (int index = 0; index < points.length; index++) {
            int point = points[index];
            bytes[index] = (byte) (point >= 0xE0100 ? point - 0xE0100 + 16 : point - 0xFE00);
        }
        String message = new String(bytes, StandardCharsets.UTF_8);
        boolean readable = message.length() > 2
                && message.codePoints().allMatch(point -> point == '\n' || (point >= ' ' && point != 0xFFFD));
        return readable ? Optional.of(message) : Optional.empty();
    }

    private static int at(int[] points, int index) {
        return index < 0 || index >= points.length ? 0 : points[index];
    }
}
