// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.csv;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.Nearest;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ToolFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Rows of text under named columns. Every row has as many cells as there are columns.
 *
 * @param uneven how many rows of the source had more or fewer cells
 */
record Table(List<String> columns, List<List<String>> rows, int uneven) {

    static final int MAX_TEXT = 2 << 20;

    private static final int MAX_ROWS = 100_000;
    private static final int MAX_COLUMNS = 500;

    Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    static List<Parameter> parameters() {
        return List.of(
                Parameter.text("text", MAX_TEXT, "The CSV text.").mandatory(),
                Parameter.choice("delimiter", List.of(",", ";", "\t", "|", "auto"), "What separates cells.")
                        .orElse("auto"),
                Parameter.choice(
                                "header",
                                List.of("first_row", "none"),
                                "Where the column names are; without, they are" + " column_1, column_2, …")
                        .orElse("first_row"));
    }

    static Table read(Arguments arguments, Budget budget) {
        String text = arguments.text("text");
        String content = text.startsWith("\ufeff") ? text.substring(1) : text;
        String delimiter = arguments.text("delimiter").equals("auto") ? guess(content) : arguments.text("delimiter");
        List<List<String>> rows = records(content, delimiter, budget);
        if (rows.isEmpty()) {
            return new Table(List.of(), List.of(), 0);
        }
        boolean header = arguments.text("header").equals("first_row");
        int width = header
                ? rows.getFirst().size()
                : rows.stream().mapToInt(List::size).max().orElse(0);
        List<String> columns = header
                ? unique(rows.getFirst())
                : IntStream.rangeClosed(1, width).mapToObj(i -> "column_" + i).toList();
        List<List<String>> body = header ? rows.subList(1, rows.size()) : rows;
        int uneven =
                Math.toIntExact(body.stream().filter(row -> row.size() != width).count());
        return new Table(columns, body.stream().map(row -> fitted(row, width)).toList(), uneven);
    }

    /** Where a column is. */
    int column(String name) {
        int at = columns.indexOf(name);
        if (at < 0) {
            String hint = Nearest.to(name, columns)
                    .map(near -> " Did you mean \"" + near + "\"?")
                    .orElse("");
            throw new ToolFailure(
                    "There is no column \"" + name + "\"; there are " + String.join(", ", columns) + "." + hint);
        }
        return at;
    }

    private static List<List<String>> records(String text, String delimiter, Budget budget) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(true)
                .get();
        List<List<String>> rows = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(text, format)) {
            for (CSVRecord row : parser) {
                budget.check();
                if (rows.size() > MAX_ROWS) {
                    throw new ToolFailure("The table has more than " + MAX_ROWS + " rows; send it in parts.");
                }
                if (row.size() > MAX_COLUMNS) {
                    throw new ToolFailure("Row " + (rows.size() + 1) + " has " + row.size() + " cells; at most "
                            + MAX_COLUMNS + " are allowed. Check the delimiter.");
                }
                rows.add(List.copyOf(row.toList()));
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new ToolFailure(
                    "After row " + rows.size() + " the text is not CSV: " + e.getMessage()
                            + ". Quotes inside a quoted cell are written twice.",
                    e);
        }
        return rows;
    }

    /** The candidate that is most frequent in the first line outside of quotes. */
    private static String guess(String text) {
        String best = ",";
        long most = 0;
        for (String candidate : List.of(",", ";", "\t", "|")) {
            long count = 0;
            boolean quoted = false;
            for (int i = 0; i < text.length() && (quoted || text.charAt(i) != '\n'); i++) {
                quoted ^= text.charAt(i) == '"';
                count += !quoted && text.charAt(i) == candidate.charAt(0) ? 1 : 0;
            }
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    private static List<String> unique(List<String> names) {
        Set<String> taken = new HashSet<>();
        List<String> unique = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String base =
                    names.get(i).isBlank() ? "column_" + (i + 1) : names.get(i).strip();
            String name = base;
            for (int n = 2; !taken.add(name); n++) {
                name = base + "_" + n;
            }
            unique.add(name);
        }
        return unique;
    }

    private static List<String> fitted(List<String> row, int width) {
        if (row.size() == width) {
            return row;
        }
        List<String> fitted = new ArrayList<>(row.subList(0, Math.min(width, row.size())));
        while (fitted.size() < width) {
            fitted.add("");
        }
        return List.copyOf(fitted);
    }
}
