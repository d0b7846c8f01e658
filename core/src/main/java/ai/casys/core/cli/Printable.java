// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

/** Text from elsewhere, made harmless for a terminal. */
final class Printable {

    private Printable() {}

    /** The text without control characters (escape sequences above all), save line breaks and tabs. */
    static String text(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .filter(point -> point == '\n'
                        || point == '\t'
                        || (Character.getType(point) != Character.CONTROL
                                && Character.getType(point) != Character.FORMAT))
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** The first line, cut to a length. */
    static String firstLine(String text, int length) {
        String line = text.strip().lines().findFirst().orElse("");
        return line.length() <= length ? line : line.substring(0, length - 1) + "…";
    }
}
