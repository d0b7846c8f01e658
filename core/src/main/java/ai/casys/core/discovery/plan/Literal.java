// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value that stands in an intent word for word.
 *
 * @param text as it stands there, without quotation marks
 * @param place where it begins, in characters
 */
record Literal(Kind kind, String text, int place) {

    private static final int MOST = 50;

    /** What a literal can be; earlier kinds are looked for first, and what they take is gone for the later ones. */
    @SuppressWarnings("ImmutableEnumChecker") // the sets are copies that nobody can change
    enum Kind {
        QUOTED(
                "\"([^\"\\n]{1,500})\"|\u201c([^\u201d\\n]{1,500})\u201d|(?<![\\p{L}\\d])'([^'\\n]{1,500})'(?![\\p{L}\\d])|`([^`\\n]{1,500})`",
                ""),
        URL("\\bhttps?://[^\\s\"'<>)\\]]{1,2000}(?<![.,;:!?])", "url uri link website address endpoint"),
        EMAIL("[\\p{L}\\d._%+-]{1,64}@[\\p{L}\\d-]{1,63}(?:\\.[\\p{L}\\d-]{1,63}){1,8}", "email mail recipient sender"),
        DATE(
                "\\b\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2})?(?:Z|[+-]\\d{2}:\\d{2})?)?\\b",
                "date day since until start end"),
        PATH(
                "(?<![\\p{L}\\d/])(?:~|\\.{1,2})?/[\\p{L}\\d._/-]{1,500}(?<![.])|(?<![\\p{L}\\d/])(?:[\\p{L}\\d_-]{1,100}/){0,10}[\\p{L}\\d_-]{1,100}\\.[a-z]{1,4}[a-z0-9]?\\b",
                "path file filename directory dir folder source destination"),
        NUMBER("(?<![\\p{L}\\d.:/-])-?\\d{1,15}(?:\\.\\d{1,15})?(?![\\p{L}\\d:/-]|\\.\\d)", "");

        private final Pattern pattern;
        private final Set<String> names;

        Kind(String pattern, String names) {
            this.pattern = Pattern.compile(pattern);
            this.names = Field.words(names);
        }

        /** Whether an argument of this name and format is made for it. */
        boolean fits(Field input) {
            String format = input.format().orElse("").toLowerCase(Locale.ROOT);
            return switch (this) {
                case URL -> format.equals("uri") || format.equals("url") || named(input);
                case EMAIL -> format.equals("email") || named(input);
                case DATE -> format.equals("date") || format.equals("date-time") || named(input);
                case PATH -> named(input);
                case QUOTED, NUMBER -> false;
            };
        }

        private boolean named(Field input) {
            return input.format().isEmpty() && input.words().stream().anyMatch(names::contains);
        }
    }

    /** What stands in the text, in its order; at most {@value #MOST} values. */
    static List<Literal> in(String intent) {
        StringBuilder rest = new StringBuilder(intent);
        List<Literal> found = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            Matcher matcher = kind.pattern.matcher(rest.toString());
            while (matcher.find() && found.size() < MOST) {
                String text = matcher.group();
                for (int group = 1; group <= matcher.groupCount(); group++) {
                    text = matcher.group(group) == null ? text : matcher.group(group);
                }
                found.add(new Literal(kind, text, matcher.start()));
                for (int i = matcher.start(); i < matcher.end(); i++) {
                    rest.setCharAt(i, ' ');
                }
            }
        }
        found.sort((one, other) -> Integer.compare(one.place(), other.place()));
        return found;
    }
}
