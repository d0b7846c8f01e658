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
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Reads a file: text by lines, images as images, other data as base64. */
final class ReadTool implements BuiltinTool {

    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_IMAGE_BYTES = 4 << 20;
    private static final long MAX_LINE = 1_000_000_000;

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "read",
            "Read a file",
            "Reads one file. Text comes as text, whole or a range of lines; PNG, JPEG, GIF and WebP come as images;"
                    + " other data comes as base64. Use \"truncated\" and \"last_line\" to read on in a long file.",
            List.of(
                    Parameter.text("path", 4_096, "File to read, relative to the files folder.")
                            .mandatory(),
                    Parameter.integer("start_line", 1, MAX_LINE, "First line of a text, counted from 1.")
                            .orElse(1),
                    Parameter.integer("end_line", 1, MAX_LINE, "Last line of a text, included.")
                            .orElse(MAX_LINE),
                    Parameter.integer("max_bytes", 1, MAX_BYTES, "Limit for text (characters) and other data (bytes).")
                            .orElse(131_072)),
            """
            {"type": "object",
             "properties": {
               "path": {"type": "string"},
               "kind": {"type": "string", "enum": ["text", "image", "binary"]},
               "mime_type": {"type": "string"},
               "size": {"type": "integer", "description": "of the whole file, in bytes"},
               "text": {"type": "string"},
               "first_line": {"type": "integer"},
               "last_line": {"type": "integer", "description": "of the text, 0 if empty"},
               "base64": {"type": "string"},
               "truncated": {"type": "boolean", "description": "the size limit cut something off"},
               "more": {"type": "boolean", "description": "the file goes on"}},
             "required": ["path", "kind", "mime_type", "size", "truncated", "more"],
             "additionalProperties": false}
            """,
            Behaviour.READS);

    private final FileArea area;

    ReadTool(FileArea area) {
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
            long size = FileContent.regular(folder, place.name(), place).size();
            ObjectNode facts = Json.object().put("path", place.display());
            try (InputStream in = new BufferedInputStream(FileContent.open(folder, place.name(), place), 1 << 16)) {
                in.mark(FileContent.SNIFF_BYTES);
                byte[] head = in.readNBytes(FileContent.SNIFF_BYTES);
                in.reset();
                Optional<String> image = FileContent.imageType(head);
                if (image.isPresent()) {
                    return image(in, image.get(), size, facts);
                }
                return FileContent.looksLikeText(head)
                        ? text(in, size, facts, arguments, budget)
                        : binary(in, size, facts, arguments);
            }
        }
    }

    private static ToolResult image(InputStream in, String type, long size, ObjectNode facts) throws IOException {
        if (size > MAX_IMAGE_BYTES) {
            throw new ToolFailure("The image has " + size + " bytes; at most " + MAX_IMAGE_BYTES + " can be shown.");
        }
        byte[] bytes = in.readNBytes(MAX_IMAGE_BYTES);
        facts.put("kind", "image").put("mime_type", type).put("size", size);
        facts.put("truncated", false).put("more", false);
        return ToolResult.image(bytes, type, facts);
    }

    private static ToolResult text(InputStream in, long size, ObjectNode facts, Arguments arguments, Budget budget)
            throws IOException {
        long first = arguments.integer("start_line");
        long last = arguments.integer("end_line");
        if (last < first) {
            throw new ToolFailure("end_line " + last + " is before start_line " + first + "; swap them.");
        }
        Reader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        LineWindow window = LineWindow.read(reader, first, last, arguments.count("max_bytes"), budget);
        facts.put("kind", "text").put("mime_type", "text/plain; charset=utf-8").put("size", size);
        facts.put("text", window.text()).put("first_line", first).put("last_line", window.lastLine());
        facts.put("truncated", window.truncated()).put("more", window.more());
        return ToolResult.of(window.text(), facts);
    }

    private static ToolResult binary(InputStream in, long size, ObjectNode facts, Arguments arguments)
            throws IOException {
        byte[] bytes = in.readNBytes(arguments.count("max_bytes"));
        boolean more = bytes.length < size;
        facts.put("kind", "binary").put("mime_type", "application/octet-stream").put("size", size);
        facts.put("base64", Base64.getEncoder().encodeToString(bytes));
        facts.put("truncated", more).put("more", more);
        return ToolResult.of(facts);
    }
}
