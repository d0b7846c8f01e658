// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;

/** Moves or renames a file or folder. */
final class MoveTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "move",
            "Move or rename",
            "Moves or renames one file or folder; missing folders of the target are made. An existing target file is"
                    + " only replaced with overwrite=true, an existing target folder never.",
            List.of(
                    Parameter.text("from", 4_096, "What to move, relative to the files folder.")
                            .mandatory(),
                    Parameter.text("to", 4_096, "The new path, including the new name.")
                            .mandatory(),
                    Parameter.flag("overwrite", "Replace the target if it is a file.")),
            """
            {"type": "object",
             "properties": {
               "from": {"type": "string"},
               "to": {"type": "string"},
               "replaced": {"type": "boolean"}},
             "required": ["from", "to", "replaced"],
             "additionalProperties": false}
            """,
            new Behaviour(false, true, false, false));

    private final FileArea area;

    MoveTool(FileArea area) {
        this.area = area;
    }

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) throws IOException {
        Place from = area.locate(arguments.text("from"));
        Place to = area.locate(arguments.text("to"));
        if (from.equals(to)) {
            throw new ToolFailure("\"from\" and \"to\" are the same place; nothing to move.");
        }
        budget.checkNow();
        try (Folder source = area.openParent(from, false)) {
            BasicFileAttributes moved = source.attributes(from.name());
            try (Folder target = area.openParent(to, true)) {
                boolean replaced = makeWay(target, to, moved, arguments.flag("overwrite"));
                try {
                    source.move(from.name(), target, to.name());
                } catch (IOException e) {
                    giveBack(target, to, moved, replaced);
                    throw e;
                }
                return ToolResult.of(Json.object()
                        .put("from", from.display())
                        .put("to", to.display())
                        .put("replaced", replaced));
            }
        }
    }

    /** Makes sure that the rename replaces nothing it should not; an empty file holds a free name. */
    private static boolean makeWay(Folder target, Place to, BasicFileAttributes moved, boolean overwrite)
            throws IOException {
        try {
            BasicFileAttributes existing = target.attributes(to.name());
            if (existing.isDirectory()) {
                throw new ToolFailure("\"" + to.display() + "\" is a folder; write the new name behind it, as in \""
                        + to.display() + "/name\".");
            }
            if (!overwrite || moved.isDirectory()) {
                throw taken(to);
            }
            return true;
        } catch (NoSuchFileException _) {
            if (!moved.isDirectory()) {
                try {
                    target.open(to.name(), Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
                            .close();
                } catch (FileAlreadyExistsException _) {
                    throw taken(to);
                }
            }
            return false;
        }
    }

    private static void giveBack(Folder target, Place to, BasicFileAttributes moved, boolean replaced)
            throws IOException {
        if (!replaced && !moved.isDirectory()) {
            target.deleteFile(to.name());
        }
    }

    private static ToolFailure taken(Place to) {
        return new ToolFailure("\"" + to.display() + "\" exists; set overwrite to true to replace a file by a file, or"
                + " choose another name.");
    }
}
