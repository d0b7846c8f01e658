// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.LinearPattern;
import java.util.Locale;
import java.util.Optional;

/**
 * A file name pattern: {@code *} and {@code ?} stay within one name, {@code **} crosses folders, braces list
 * alternatives. A pattern without a slash is compared with the name alone. Matched in linear time.
 */
final class Glob {

    private final Optional<LinearPattern> pattern;
    private final boolean wholePath;

    private Glob(Optional<LinearPattern> pattern, boolean wholePath) {
        this.pattern = pattern;
        this.wholePath = wholePath;
    }

    static Glob of(Optional<String> text) {
        return new Glob(
                text.map(glob -> LinearPattern.compile(expression(glob), 0)),
                text.filter(glob -> glob.indexOf('/') >= 0).isPresent());
    }

    boolean matches(String relativePath, Budget budget) {
        if (pattern.isEmpty()) {
            return true;
        }
        String subject = wholePath ? relativePath : relativePath.substring(relativePath.lastIndexOf('/') + 1);
        return pattern.get().matcher(subject, budget).matches();
    }

    private static String expression(String glob) {
        StringBuilder expression = new StringBuilder("(?s)");
        int braces = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    if (!glob.startsWith("**", i)) {
                        expression.append("[^/]*");
                    } else if (glob.startsWith("**/", i)) {
                        expression.append("(?:.*/)?");
                        i += 2;
                    } else {
                        expression.append(".*");
                        i++;
                    }
                }
                case '?' -> expression.append("[^/]");
                case '{' -> {
                    expression.append("(?:");
                    braces++;
                }
                case '}' -> {
                    expression.append(braces > 0 ? ")" : "\\}");
                    braces = Math.max(0, braces - 1);
                }
                case ',' -> expression.append(braces > 0 ? "|" : ",");
                default -> expression.append(literal(c));
            }
        }
        return expression.append(")".repeat(braces)).toString();
    }

    private static String literal(char c) {
        boolean plain = Character.isLetterOrDigit(c) || c > 127 || c == '/' || c == ' ' || c == '_';
        return plain ? String.valueOf(c) : String.format(Locale.ROOT, "\\x{%x}", (int) c);
    }
}
