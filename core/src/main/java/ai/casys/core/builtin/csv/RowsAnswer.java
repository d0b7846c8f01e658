// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.csv;

import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.ToolFailure;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows as JSON objects, with a limit on their size. */
final class RowsAnswer {

    static final String ROWS_SCHEMA = """
            {"type": "array", "items": {"type": "object",
             "additionalProperties": {"type": ["string", "number", "boolean", "null"]}}}
            """;

    private static final long MAX_CHARACTERS = 4L << 20;

    private RowsAnswer() {}

    static ArrayNode rows(List<String> columns, List<List<String>> rows, boolean typed) {
        ArrayNode array = Json.array();
        long characters = 0;
        for (List<String> row : rows) {
            ObjectNode object = array.addObject();
            for (int i = 0; i < columns.size(); i++) {
                String cell = row.get(i);
                characters += columns.get(i).length() + cell.length() + 6L;
                if (typed) {
                    object.set(columns.get(i), Cells.typed(cell));
                } else {
                    object.put(columns.get(i), cell);
                }
            }
            if (characters > MAX_CHARACTERS) {
                throw new ToolFailure("The answer would have more than " + MAX_CHARACTERS
                        + " characters; ask for fewer rows with \"limit\" or fewer columns.");
            }
        }
        return array;
    }
}
