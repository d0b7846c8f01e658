// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.tool;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A regular expression in RE2 syntax, matched in time linear in the text (no back-references, no look-around). The
 * program is bounded before it is compiled, because nested repetitions such as {@code ((a{1000}){1000}){1000}} multiply.
 * Immutable; the matchers are not.
 */
public final class LinearPattern {

    /** The longest expression, in UTF-16 units. */
    public static final int MAX_LENGTH = 1_000;

    private static final long MAX_PROGRAM = 5_000;

    private final Pattern pattern;

    private LinearPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles an expression.
     *
     * @param flags of {@link Pattern}
     * @throws ToolFailure if it is not RE2 syntax or would become too large
     */
    public static LinearPattern compile(String expression, int flags) {
        long size = programSize(expression);
        if (size > MAX_PROGRAM) {
            throw new ToolFailure("The regular expression needs about " + size + " steps when its repetitions are"
                    + " written out; at most " + MAX_PROGRAM + " are allowed. Use smaller or fewer {n,m} counts.");
        }
        try {
            return new LinearPattern(Pattern.compile(expression, flags));
        } catch (PatternSyntaxException e) {
            throw new ToolFailure(
                    "The regular expression \"" + expression + "\" is not RE2 syntax: " + e.getDescription()
                            + ". Back-references and look-around do not exist in RE2.",
                    e);
        }
    }

    /** A matcher that stops when the budget is used up. */
    public Matcher matcher(CharSequence text, Budget budget) {
        return pattern.matcher(new WatchedText(text, budget));
    }

    /** The names of the named groups and their numbers. */
    public java.util.Map<String, Integer> namedGroups() {
        return pattern.namedGroups();
    }

    /** A lower bound is never returned: where the syntax is odd the estimate is too high, never too low. */
    private static long programSize(String expression) {
        Deque<long[]> open = new ArrayDeque<>();
        long[] level = new long[2];
        int at = 0;
        while (at < expression.length()) {
            char c = expression.charAt(at);
            if (c == '\\') {
                boolean quote = expression.startsWith("\\Q", at);
                int end = quote ? expression.indexOf("\\E", at + 2) : at + 1;
                int next = quote ? (end < 0 ? expression.length() : end + 2) : at + 2;
                level = atom(level, quote ? next - at : 1);
                at = next;
                continue;
            }
            if (c == '[') {
                at = endOfClass(expression, at);
                level = atom(level, 1);
                continue;
            }
            if (c == '(') {
                open.push(level);
                level = new long[2];
            } else if (c == ')') {
                long inner = level[0] + 2;
                level = atom(open.isEmpty() ? new long[2] : open.pop(), inner);
            } else if (c == '{') {
                long times = largestCount(expression, at + 1);
                level = new long[] {capped(level[0] + level[1] * Math.max(times - 1, 0)), capped(level[1] * times)};
            } else {
                level = atom(level, 1);
            }
            at++;
        }
        long total = level[0];
        while (!open.isEmpty()) {
            total = capped(total + open.pop()[0]);
        }
        return total;
    }

    /** Adds an atom: [size so far, size of the last atom]. */
    private static long[] atom(long[] level, long size) {
        return new long[] {capped(level[0] + size), size};
    }

    private static long capped(long size) {
        return Math.min(size, Integer.MAX_VALUE);
    }

    private static long largestCount(String expression, int from) {
        int end = expression.indexOf('}', from);
        if (end < 0) {
            return 1;
        }
        long largest = 1;
        for (String part : expression.substring(from, end).split(",", -1)) {
            if (part.length() > 4) {
                return 1;
            }
            for (int i = 0; i < part.length(); i++) {
                if (!Character.isDigit(part.charAt(i))) {
                    return 1;
                }
            }
            largest = part.isEmpty() ? largest + 1 : Math.max(largest, Long.parseLong(part));
        }
        return largest;
    }

    private static int endOfClass(String expression, int start) {
        int at = start + 1;
        if (at < expression.length() && expression.charAt(at) == '^') {
            at++;
        }
        if (at < expression.length() && expression.charAt(at) == ']') {
            at++;
        }
        while (at < expression.length() && expression.charAt(at) != ']') {
            at += expression.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, expression.length());
    }

    /** Lets the engine, which knows no deadline, notice one: every character it reads asks the budget. */
    private record WatchedText(CharSequence text, Budget budget) implements CharSequence {

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            budget.check();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
