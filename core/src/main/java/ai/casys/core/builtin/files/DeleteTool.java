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
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Deletes one file, link or empty folder. */
final class DeleteTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "delete",
            "Delete a file or empty folder",
            "Deletes one file, link (never what it points to) or empty folder, for good.",
            List.of(Parameter.text("path", 4_096, "What to delete, relative to the files folder.")
                    .mandatory()),
            """
            {"type": "object",
             "properties": {
               "path": {"type": "string"},
               "type": {"type": "string", "enum": ["file", "folder", "link", "other"]}},
             "required": ["path", "type"],
             "additionalProperties": false}
            """,
            new Behaviour(false, true, true, false));

    private final FileArea area;

    DeleteTool(FileArea area) {
        this.area = area;
    }

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) throws IOException {
        Place place = area.locate(arguments.text("path"));
        budget.checkNow();
        try (Folder folder = area.openParent(place, false)) {
            BasicFileAttributes attributes = folder.attributes(place.name());
            if (attributes.isDirectory()) {
                folder.deleteFolder(place.name());
            } else {
                folder.deleteFile(place.name());
            }
            return ToolResult.of(Json.object().put("path", place.display()).put("type", FileContent.kind(attributes)));
        }
    }
}
