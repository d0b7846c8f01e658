// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.csv;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ParameterType;
import ai.casys.core.builtin.tool.ToolFailure;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;

/**
 * One number or value made of many rows.
 *
 * @param column where it looks; absent for counting rows
 */
record Aggregate(String function, Optional<Integer> column, String name) {

    private static final List<String> FUNCTIONS =
            List.of("count", "count_distinct", "sum", "average", "minimum", "maximum");

    static Parameter parameter() {
        return Parameter.list(
                "aggregate",
                new ParameterType.Fields(List.of(
                        Parameter.choice("function", FUNCTIONS, "What to compute.")
                                .mandatory(),
                        Parameter.text("column", 1_000, "Of which column; not needed for count."),
                        Parameter.text("as", 100, "Name of the result; function_column if none."))),
                20,
                "Values computed from all rows, or from the rows of each group.");
    }

    static Aggregate of(Arguments arguments, Table table) {
        String function = arguments.text("function");
        Optional<String> column = arguments.optionalText("column");
        if (column.isEmpty() && !function.equals("count")) {
            throw new ToolFailure("Aggregate \"" + function + "\" needs a \"column\".");
        }
        String name = arguments
                .optionalText("as")
                .orElseGet(() -> column.map(text -> function + "_" + text).orElse(function));
        return new Aggregate(function, column.map(table::column), name);
    }

    /** The result as the text of a cell; empty if there is nothing to compute it from. */
    String compute(List<List<String>> rows) {
        if (column.isEmpty()) {
            return String.valueOf(rows.size());
        }
        List<String> cells = rows.stream()
                .map(row -> row.get(column.get()))
                .filter(cell -> !cell.isBlank())
                .toList();
        return switch (function) {
            case "count" -> String.valueOf(cells.size());
            case "count_distinct" -> String.valueOf(cells.stream().distinct().count());
            case "minimum" -> cells.stream().min(Cells::compare).orElse("");
            case "maximum" -> cells.stream().max(Cells::compare).orElse("");
            case "sum" -> numbers(cells).isEmpty() ? "" : sum(cells).toPlainString();
            case "average" -> average(cells);
            default -> throw new IllegalStateException("the parameter lets no function " + function + " through");
        };
    }

    private static String average(List<String> cells) {
        List<BigDecimal> numbers = numbers(cells);
        if (numbers.isEmpty()) {
            return "";
        }
        BigDecimal average = sum(cells).divide(BigDecimal.valueOf(numbers.size()), MathContext.DECIMAL64);
        return average.stripTrailingZeros().toPlainString();
    }

    private static BigDecimal sum(List<String> cells) {
        return numbers(cells).stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<BigDecimal> numbers(List<String> cells) {
        return cells.stream().flatMap(cell -> Cells.number(cell).stream()).toList();
    }
}
