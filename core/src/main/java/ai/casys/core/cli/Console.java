// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where a command writes: results to standard output, everything else to standard error. */
final class Console {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int WIDEST_COLUMN = 60;

    private final PrintStream out;
    private final PrintStream error;

    Console(PrintStream out, PrintStream error) {
        this.out = Objects.requireNonNull(out, "out is null");
        this.error = Objects.requireNonNull(error, "error is null");
    }

    /** One line of the result. */
    void line(String text) {
        out.println(Printable.text(text));
    }

    /** A document as the engine wrote it, made for files and other programs. */
    void document(String text) {
        out.print(text);
        out.flush();
    }

    /** One line that is not part of the result. */
    void note(String text) {
        error.println(Printable.text(text));
    }

    /** The result as JSON, indented. */
    void json(JsonNode tree) {
        out.println(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree));
    }

    /** The result as columns; the last one takes what room it needs. */
    void table(List<String> heads, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(heads);
        all.addAll(rows);
        int[] widths = new int[heads.size()];
        for (List<String> row : all) {
            for (int column = 0; column < widths.length - 1; column++) {
                int width = Math.min(WIDEST_COLUMN, row.get(column).length());
                widths[column] = Math.max(widths[column], width);
            }
        }
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                line.append(cell);
                if (column < widths.length - 1) {
                    line.repeat(' ', Math.max(0, widths[column] - cell.length()) + 2);
                }
            }
            line(line.toString().stripTrailing());
        }
    }
}
