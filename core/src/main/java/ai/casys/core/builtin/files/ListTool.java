// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolResult;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists what a folder holds. */
final class ListTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "list",
            "List a folder",
            "Lists files and folders with size and time of change, in the order of names. The answer also names the"
                    + " folders that are open to the file tools. Links are shown and not followed.",
            List.of(
                    Parameter.text("path", 4_096, "Folder to list, relative to the files folder.")
                            .orElse("."),
                    Parameter.integer("depth", 1, 16, "1 for the folder itself, more for folders below it.")
                            .orElse(1),
                    Parameter.text(
                            "glob",
                            200,
                            "Only paths that match, e.g. *.md (names) or docs/**/*.md (paths below the folder)."),
                    Parameter.integer("max_entries", 1, 2_000, "Limit of the answer.")
                            .orElse(200)),
            """
            {"type": "object",
             "properties": {
               "path": {"type": "string"},
               "roots": {"type": "array", "items": {"type": "string"}},
               "entries": {"type": "array", "items": {
                 "type": "object",
                 "properties": {
                   "path": {"type": "string", "description": "usable in other file tools"},
                   "type": {"type": "string", "enum": ["file", "folder", "link", "other"]},
                   "size": {"type": "integer", "description": "in bytes, of files"},
                   "modified": {"type": "string", "format": "date-time"}},
                 "required": ["path", "type", "modified"],
                 "additionalProperties": false}},
               "truncated": {"type": "boolean"}},
             "required": ["path", "roots", "entries", "truncated"],
             "additionalProperties": false}
            """,
            Behaviour.READS);

    private final FileArea area;

    ListTool(FileArea area) {
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
        int maximum = arguments.count("max_entries");
        ArrayNode entries = Json.array();
        Walk.Visitor visitor = (_, _, path, attributes) -> {
            if (!glob.matches(path, budget)) {
                return true;
            }
            if (entries.size() == maximum) {
                return false;
            }
            entries.add(entry(place, path, attributes));
            return true;
        };
        boolean complete;
        try (Folder folder = area.openFolder(place)) {
            complete = new Walk(arguments.count("depth"), visitor, budget).run(folder);
        }
        ObjectNode answer = Json.object().put("path", place.display());
        ArrayNode roots = answer.putArray("roots");
        area.roots().stream().map(Path::toString).forEach(roots::add);
        answer.set("entries", entries);
        answer.put("truncated", !complete);
        return ToolResult.of(answer);
    }

    private static ObjectNode entry(Place place, String path, BasicFileAttributes attributes) {
        ObjectNode entry =
                Json.object().put("path", place.child(path).display()).put("type", FileContent.kind(attributes));
        if (attributes.isRegularFile()) {
            entry.put("size", attributes.size());
        }
        return entry.put("modified", attributes.lastModifiedTime().toInstant().toString());
    }
}
