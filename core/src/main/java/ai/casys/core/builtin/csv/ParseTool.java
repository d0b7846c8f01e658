// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.csv;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns CSV into JSON rows. */
final class ParseTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "parse",
            "CSV to JSON",
            "Reads CSV (RFC 4180; delimiter found out by itself) into JSON objects, one a row. With typed=true cells that"
                    + " are numbers, true, false or empty become such values; numbers with leading zeros stay text.",
            parameters(),
            """
            {"type": "object",
             "properties": {
               "columns": {"type": "array", "items": {"type": "string"}},
               "row_count": {"type": "integer", "description": "of the whole table"},
               "uneven_rows": {"type": "integer", "description": "rows with too many or too few cells"},
               "rows": %s,
               "truncated": {"type": "boolean"}},
             "required": ["columns", "row_count", "uneven_rows", "rows", "truncated"],
             "additionalProperties": false}
            """.formatted(RowsAnswer.ROWS_SCHEMA),
            Behaviour.READS);

    private static List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(Table.parameters());
        parameters.add(Parameter.flag("typed", "Recognise numbers, truth values and empty cells."));
        parameters.add(Parameter.integer("offset", 0, 100_000, "Rows left out at the beginning.")
                .orElse(0));
        parameters.add(
                Parameter.integer("limit", 0, 10_000, "Rows shown at most.").orElse(1_000));
        return parameters;
    }

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        Table table = Table.read(arguments, budget);
        int size = table.rows().size();
        int from = Math.min(arguments.count("offset"), size);
        int to = Math.min(from + arguments.count("limit"), size);
        ObjectNode answer = Json.object();
        ArrayNode columns = answer.putArray("columns");
        table.columns().forEach(columns::add);
        answer.put("row_count", size).put("uneven_rows", table.uneven());
        answer.set("rows", RowsAnswer.rows(table.columns(), table.rows().subList(from, to), arguments.flag("typed")));
        answer.put("truncated", to < size);
        return ToolResult.of(answer);
    }
}
