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
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Base64;
import java.util.List;

/** Writes a file as a whole. */
final class WriteTool implements BuiltinTool {

    private static final int MAX_BYTES = 5 << 20;

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "write",
            "Write a file",
            "Writes one whole file, from text (as UTF-8) or base64; missing folders are made. An existing file is only"
                    + " replaced with overwrite=true. To change parts of a file use the tool \"edit\".",
            List.of(
                    Parameter.text("path", 4_096, "File to write, relative to the files folder.")
                            .mandatory(),
                    Parameter.text("text", MAX_BYTES, "The content as text."),
                    Parameter.text("base64", MAX_BYTES / 3 * 4 + 4, "The content as base64, instead of text."),
                    Parameter.flag("overwrite", "Replace the file if it exists.")),
            """
            {"type": "object",
             "properties": {
               "path": {"type": "string"},
               "size": {"type": "integer", "description": "in bytes"},
               "created": {"type": "boolean", "description": "false if a file was replaced"}},
             "required": ["path", "size", "created"],
             "additionalProperties": false}
            """,
            new Behaviour(false, true, true, false));

    private final FileArea area;

    WriteTool(FileArea area) {
        this.area = area;
    }

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) throws IOException {
        byte[] content = content(arguments);
        Place place = area.locate(arguments.text("path"));
        budget.checkNow();
        try (Folder folder = area.openParent(place, true)) {
            boolean exists = exists(folder, place);
            if (exists && !arguments.flag("overwrite")) {
                throw exists(place);
            }
            if (exists) {
                AtomicWrite.replace(folder, place.name(), content);
            } else {
                create(folder, place, content);
            }
            return ToolResult.of(Json.object()
                    .put("path", place.display())
                    .put("size", content.length)
                    .put("created", !exists));
        }
    }

    private static void create(Folder folder, Place place, byte[] content) throws IOException {
        try {
            AtomicWrite.create(folder, place.name(), content);
        } catch (FileAlreadyExistsException _) {
            throw exists(place);
        }
    }

    private static boolean exists(Folder folder, Place place) throws IOException {
        try {
            FileContent.regular(folder, place.name(), place);
            return true;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private static ToolFailure exists(Place place) {
        return new ToolFailure(
                "\"" + place.display() + "\" exists; set overwrite to true to replace it, or choose another name.");
    }

    private static byte[] content(Arguments arguments) {
        if (arguments.has("text") == arguments.has("base64")) {
            throw new ToolFailure("Give exactly one of \"text\" and \"base64\".");
        }
        byte[] content;
        if (arguments.has("text")) {
            content = arguments.text("text").getBytes(StandardCharsets.UTF_8);
        } else {
            try {
                content = Base64.getDecoder().decode(arguments.text("base64"));
            } catch (IllegalArgumentException e) {
                throw new ToolFailure("Argument \"base64\" is not base64: " + e.getMessage() + ".", e);
            }
        }
        if (content.length > MAX_BYTES) {
            throw new ToolFailure(
                    "The content has " + content.length + " bytes; at most " + MAX_BYTES + " are written.");
        }
        return content;
    }
}
