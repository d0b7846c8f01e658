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
import tools.jackson.databind.node.ObjectNode;

/** Tells the facts about one file or folder. */
final class InfoTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "info",
            "File facts",
            "Tells whether a path is a file, folder or link, its size and when it was made and changed.",
            List.of(Parameter.text("path", 4_096, "What to look at, relative to the files folder.")
                    .mandatory()),
            """
            {"type": "object",
             "properties": {
               "path": {"type": "string"},
               "type": {"type": "string", "enum": ["file", "folder", "link", "other"]},
               "size": {"type": "integer", "description": "in bytes, of files"},
               "modified": {"type": "string", "format": "date-time"},
               "created": {"type": "string", "format": "date-time"}},
             "required": ["path", "type", "modified", "created"],
             "additionalProperties": false}
            """,
            Behaviour.READS);

    private final FileArea area;

    InfoTool(FileArea area) {
        this.area = area;
    }

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) throws IOException {
        Place place = area.locate(arguments.text("path"));
        try (Folder folder = area.openParent(place, false)) {
            BasicFileAttributes attributes = folder.attributes(place.name());
            ObjectNode facts = Json.object().put("path", place.display()).put("type", FileContent.kind(attributes));
            if (attributes.isRegularFile()) {
                facts.put("size", attributes.size());
            }
            facts.put("modified", attributes.lastModifiedTime().toInstant().toString());
            facts.put("created", attributes.creationTime().toInstant().toString());
            return ToolResult.of(facts);
        }
    }
}
