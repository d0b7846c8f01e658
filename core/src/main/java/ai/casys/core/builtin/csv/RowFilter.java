// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.csv;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.LinearPattern;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ParameterType;
import ai.casys.core.builtin.tool.ToolFailure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** One condition on one column. */
final class RowFilter {

    private static final List<String> OPERATORS = List.of(
            "=", "!=", "<", "<=", ">", ">=", "contains", "starts_with", "ends_with", "matches", "empty", "not_empty");

    private RowFilter() {}

    static Parameter parameter() {
        return Parameter.list(
                "where",
                new ParameterType.Fields(List.of(
                        Parameter.text("column", 1_000, "Column to look at.").mandatory(),
                        Parameter.choice(
                                        "operator",
                                        OPERATORS,
                                        "How to compare; numbers by value, \"matches\" is an RE2 expression.")
                                .mandatory(),
                        Parameter.text("value", 10_000, "What to compare with; not for empty and not_empty."))),
                20,
                "Conditions that must all hold.");
    }

    /** The test that a row must pass. */
    static Predicate<List<String>> of(Arguments condition, Table table, Budget budget) {
        int column = table.column(condition.text("column"));
        String operator = condition.text("operator");
        if (operator.equals("empty")) {
            return row -> row.get(column).isBlank();
        }
        if (operator.equals("not_empty")) {
            return row -> !row.get(column).isBlank();
        }
        Optional<String> given = condition.optionalText("value");
        if (given.isEmpty()) {
            throw new ToolFailure("The condition on \"" + condition.text("column") + "\" with \"" + operator
                    + "\" needs a \"value\".");
        }
        Predicate<String> test = test(operator, given.get(), budget);
        return row -> test.test(row.get(column));
    }

    private static Predicate<String> test(String operator, String value, Budget budget) {
        String lower = value.toLowerCase(Locale.ROOT);
        return switch (operator) {
            case "=" -> cell -> Cells.compare(cell, value) == 0;
            case "!=" -> cell -> Cells.compare(cell, value) != 0;
            case "<" -> cell -> sameKind(cell, value) && Cells.compare(cell, value) < 0;
            case "<=" -> cell -> sameKind(cell, value) && Cells.compare(cell, value) <= 0;
            case ">" -> cell -> sameKind(cell, value) && Cells.compare(cell, value) > 0;
            case ">=" -> cell -> sameKind(cell, value) && Cells.compare(cell, value) >= 0;
            case "contains" -> cell -> cell.toLowerCase(Locale.ROOT).contains(lower);
            case "starts_with" -> cell -> cell.toLowerCase(Locale.ROOT).startsWith(lower);
            case "ends_with" -> cell -> cell.toLowerCase(Locale.ROOT).endsWith(lower);
            case "matches" -> {
                LinearPattern pattern = LinearPattern.compile(value, 0);
                yield cell -> pattern.matcher(cell, budget).find();
            }
            default -> throw new IllegalStateException("the parameter lets no operator " + operator + " through");
        };
    }

    /** A text is neither less nor greater than a number. */
    private static boolean sameKind(String cell, String value) {
        return Cells.number(cell).isPresent() == Cells.number(value).isPresent();
    }
}
