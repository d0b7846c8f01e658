// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import ai.casys.publisher.policy.Person;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who and when, as a line of a commit says.
 *
 * @param person without characters that would break the line
 * @param when seconds since 1970 and offset, in Git's form; a date that Git could not read itself is second 0
 */
record Signature(Person person, String when) {
    private static final Pattern WHEN = Pattern.compile("0*(\\d{1,15}) ([+-]\\d{4})");
    private static final Pattern BREAKING = Pattern.compile("[<>\\p{Cntrl}]");

    static Signature parse(String line) {
        int open = line.indexOf('<');
        int close = line.lastIndexOf('>');
        if (open < 0 || close < open) {
            return new Signature(new Person(clean(line), ""), "0 +0000");
        }
        Matcher when = WHEN.matcher(line.substring(close + 1).strip());
        return new Signature(
                new Person(clean(line.substring(0, open)), clean(line.substring(open + 1, close))),
                when.matches() ? when.group(1) + " " + when.group(2) : "0 +0000");
    }

    /** The same moment by somebody else. */
    Signature by(Person other) {
        return new Signature(other, when);
    }

    private static String clean(String text) {
        return BREAKING.matcher(text).replaceAll("").strip();
    }

    @Override
    public String toString() {
        return person + " " + when;
    }
}
