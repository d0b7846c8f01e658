// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.csv;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ParameterType;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Filters, groups, sorts and selects rows of CSV. */
final class QueryTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "query",
            "Query CSV",
            "Filters, groups, aggregates, sorts and selects rows of a CSV table, in this order. Numbers are compared and"
                    + " sorted by value and come before text. sort_by may name results of aggregates.",
            parameters(),
            """
            {"type": "object",
             "properties": {
               "columns": {"type": "array", "items": {"type": "string"}},
               "matched_rows": {"type": "integer", "description": "rows that passed all conditions"},
               "rows": %s,
               "truncated": {"type": "boolean"}},
             "required": ["columns", "matched_rows", "rows", "truncated"],
             "additionalProperties": false}
            """.formatted(RowsAnswer.ROWS_SCHEMA),
            Behaviour.READS);

    private static List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(Table.parameters());
        parameters.add(RowFilter.parameter());
        parameters.add(Parameter.list("group_by", new ParameterType.Text(1_000), 10, "Columns that make groups."));
        parameters.add(Aggregate.parameter());
        parameters.add(Parameter.list(
                "sort_by",
                new ParameterType.Fields(List.of(
                        Parameter.text("column", 1_000, "Column to sort by.").mandatory(),
                        Parameter.flag("descending", "Greatest first."))),
                10,
                "Sort order."));
        parameters.add(Parameter.list("select", new ParameterType.Text(1_000), 500, "Columns shown; all if none."));
        parameters.add(
                Parameter.integer("limit", 0, 10_000, "Rows shown at most.").orElse(100));
        return parameters;
    }

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        Table table = filtered(Table.read(arguments, budget), arguments, budget);
        Table grouped = grouped(table, arguments);
        Table sorted = sorted(grouped, arguments, budget);
        Table selected = selected(sorted, arguments.texts("select"));
        int shown = Math.min(arguments.count("limit"), selected.rows().size());
        ObjectNode answer = Json.object();
        ArrayNode columns = answer.putArray("columns");
        selected.columns().forEach(columns::add);
        answer.put("matched_rows", table.rows().size());
        answer.set("rows", RowsAnswer.rows(selected.columns(), selected.rows().subList(0, shown), true));
        answer.put("truncated", shown < selected.rows().size());
        return ToolResult.of(answer);
    }

    private static Table filtered(Table table, Arguments arguments, Budget budget) {
        Stream<List<String>> rows = table.rows().stream();
        for (Arguments condition : arguments.objects("where")) {
            rows = rows.filter(RowFilter.of(condition, table, budget));
        }
        return new Table(table.columns(), rows.peek(_ -> budget.check()).toList(), 0);
    }

    private static Table grouped(Table table, Arguments arguments) {
        List<String> names = arguments.texts("group_by");
        List<Aggregate> aggregates = arguments.objects("aggregate").stream()
                .map(aggregate -> Aggregate.of(aggregate, table))
                .toList();
        if (names.isEmpty() && aggregates.isEmpty()) {
            return table;
        }
        List<Integer> keys = names.stream().map(table::column).toList();
        Map<List<String>, List<List<String>>> groups = new LinkedHashMap<>();
        if (keys.isEmpty()) {
            groups.put(List.of(), table.rows());
        } else {
            table.rows()
                    .forEach(row -> groups.computeIfAbsent(
                                    keys.stream().map(row::get).toList(), _ -> new ArrayList<>())
                            .add(row));
        }
        List<String> columns = Stream.concat(names.stream(), aggregates.stream().map(Aggregate::name))
                .toList();
        List<List<String>> rows = new ArrayList<>();
        groups.forEach((key, members) ->
                rows.add(Stream.concat(key.stream(), aggregates.stream().map(aggregate -> aggregate.compute(members)))
                        .toList()));
        return new Table(columns, rows, 0);
    }

    private static Table sorted(Table table, Arguments arguments, Budget budget) {
        Comparator<List<String>> order = (_, _) -> 0;
        for (Arguments sort : arguments.objects("sort_by")) {
            int column = table.column(sort.text("column"));
            Comparator<List<String>> next = (left, right) -> {
                budget.check();
                return Cells.compare(left.get(column), right.get(column));
            };
            order = order.thenComparing(sort.flag("descending") ? next.reversed() : next);
        }
        return new Table(table.columns(), table.rows().stream().sorted(order).toList(), 0);
    }

    private static Table selected(Table table, List<String> names) {
        if (names.isEmpty()) {
            return table;
        }
        List<Integer> columns = names.stream().map(table::column).toList();
        List<List<String>> rows = table.rows().stream()
                .map(row -> IntStream.range(0, columns.size())
                        .mapToObj(i -> row.get(columns.get(i)))
                        .toList())
                .toList();
        return new Table(names, rows, 0);
    }
}
