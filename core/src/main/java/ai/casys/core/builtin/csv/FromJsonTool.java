// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.csv;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolFailure;
import ai.casys.core.builtin.tool.ToolResult;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import tools.jackson.databind.JsonNode;

/** Turns JSON rows into CSV. */
final class FromJsonTool implements BuiltinTool {

    private static final int MAX_COLUMNS = 500;

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "from_json",
            "JSON to CSV",
            "Writes an array of JSON objects as CSV (RFC 4180). Columns come in the order they first appear; missing"
                    + " members and null become empty cells, objects and arrays their JSON text.",
            List.of(
                    Parameter.any("rows", "Array of objects."),
                    Parameter.text("text", Table.MAX_TEXT, "Array of objects as JSON text, instead of \"rows\"."),
                    Parameter.choice("delimiter", List.of(",", ";", "\t", "|"), "What separates cells.")
                            .orElse(",")),
            """
            {"type": "object",
             "properties": {
               "columns": {"type": "array", "items": {"type": "string"}},
               "row_count": {"type": "integer"},
               "csv": {"type": "string"}},
             "required": ["columns", "row_count", "csv"],
             "additionalProperties": false}
            """,
            Behaviour.READS);

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) throws IOException {
        JsonNode rows = arguments.jsonOrText("rows", "text");
        if (!rows.isArray()) {
            throw new ToolFailure("The rows must be an array of objects, such as [{\"name\": \"Ada\"}].");
        }
        Set<String> columns = new LinkedHashSet<>();
        for (JsonNode row : rows) {
            budget.check();
            if (!row.isObject()) {
                throw new ToolFailure("Every row must be an object, but one is " + Json.write(row) + ".");
            }
            columns.addAll(row.propertyNames());
            if (columns.size() > MAX_COLUMNS) {
                throw new ToolFailure("The rows have more than " + MAX_COLUMNS + " different members.");
            }
        }
        String csv = write(rows, columns, arguments.text("delimiter"), budget);
        var answer = Json.object();
        columns.forEach(answer.putArray("columns")::add);
        answer.put("row_count", rows.size()).put("csv", csv);
        return ToolResult.of(csv, answer);
    }

    private static String write(JsonNode rows, Set<String> columns, String delimiter, Budget budget)
            throws IOException {
        StringWriter text = new StringWriter();
        CSVFormat format = CSVFormat.RFC4180.builder().setDelimiter(delimiter).get();
        try (CSVPrinter printer = new CSVPrinter(text, format)) {
            if (!columns.isEmpty()) {
                printer.printRecord(columns);
            }
            for (JsonNode row : rows) {
                budget.check();
                List<String> cells = new ArrayList<>();
                columns.forEach(column -> cells.add(cell(row.path(column))));
                printer.printRecord(cells);
                if (text.getBuffer().length() > 2 * Table.MAX_TEXT) {
                    throw new ToolFailure("The CSV would have more than " + 2 * Table.MAX_TEXT
                            + " characters; send the rows in parts.");
                }
            }
        }
        return text.toString();
    }

    private static String cell(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return value.isString() ? value.asString() : Json.write(value);
    }
}
