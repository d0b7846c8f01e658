// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.LinearPattern;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolFailure;
import ai.casys.core.builtin.tool.ToolResult;
import com.google.re2j.Pattern;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Searches the contents of text files. */
final class SearchTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "search",
            "Search in files",
            "Finds lines in text files, by plain text or regular expression (RE2 syntax, linear time). Files over 4 MiB"
                    + " and files that are not UTF-8 text are skipped and counted.",
            List.of(
                    Parameter.text("query", LinearPattern.MAX_LENGTH, "Text or expression to find within one line.")
                            .mandatory(),
                    Parameter.flag("regex", "The query is a regular expression."),
                    Parameter.flag("ignore_case", "Capitals do not matter."),
                    Parameter.text("path", 4_096, "Folder or file to search.").orElse("."),
                    Parameter.text("glob", 200, "Only files that match, e.g. *.java or src/**/*.java."),
                    Parameter.integer("context", 0, 5, "Lines shown before and after each hit.")
                            .orElse(0),
                    Parameter.integer("max_results", 1, 500, "Limit of the answer.")
                            .orElse(50)),
            """
            {"type": "object",
             "properties": {
               "matches": {"type": "array", "items": {
                 "type": "object",
                 "properties": {
                   "path": {"type": "string"},
                   "line": {"type": "integer", "description": "from 1"},
                   "text": {"type": "string", "description": "the line, cut at 500 characters"},
                   "before": {"type": "array", "items": {"type": "string"}},
                   "after": {"type": "array", "items": {"type": "string"}}},
                 "required": ["path", "line", "text"],
                 "additionalProperties": false}},
               "files_searched": {"type": "integer"},
               "files_skipped": {"type": "integer"},
               "truncated": {"type": "boolean"}},
             "required": ["matches", "files_searched", "files_skipped", "truncated"],
             "additionalProperties": false}
            """,
            Behaviour.READS);

    private static final int MAX_DEPTH = 32;

    private final FileArea area;

    SearchTool(FileArea area) {
        this.area = area;
    }

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) throws IOException {
        Place place = area.locate(arguments.text("path"));
        Glob glob = Glob.of(arguments.optionalText("glob"));
        FileSearch search =
                new FileSearch(pattern(arguments), arguments.count("context"), arguments.count("max_results"), budget);
        boolean complete = isFile(place) ? one(place, search) : tree(place, glob, search, budget);
        ObjectNode answer = Json.object();
        answer.set("matches", search.matches());
        answer.put("files_searched", search.searched()).put("files_skipped", search.skipped());
        answer.put("truncated", !complete);
        return ToolResult.of(answer);
    }

    private boolean isFile(Place place) throws IOException {
        if (place.names().isEmpty()) {
            return false;
        }
        try (Folder parent = area.openParent(place, false)) {
            return !parent.attributes(place.name()).isDirectory();
        }
    }

    private boolean one(Place place, FileSearch search) throws IOException {
        try (Folder parent = area.openParent(place, false)) {
            FileContent.regular(parent, place.name(), place);
            return search.search(parent, place.name(), place);
        }
    }

    private boolean tree(Place place, Glob glob, FileSearch search, Budget budget) throws IOException {
        Walk.Visitor visitor = (folder, name, path, attributes) -> {
            boolean wanted = attributes.isRegularFile() && glob.matches(path, budget);
            return !wanted || search.search(folder, name, place.child(path));
        };
        try (Folder folder = area.openFolder(place)) {
            return new Walk(MAX_DEPTH, visitor, budget).run(folder);
        }
    }

    private static LinearPattern pattern(Arguments arguments) {
        String query = arguments.text("query");
        if (query.isEmpty()) {
            throw new ToolFailure("Argument \"query\" is empty; give the text to find.");
        }
        String expression = arguments.flag("regex") ? query : Pattern.quote(query);
        return LinearPattern.compile(expression, arguments.flag("ignore_case") ? Pattern.CASE_INSENSITIVE : 0);
    }
}
