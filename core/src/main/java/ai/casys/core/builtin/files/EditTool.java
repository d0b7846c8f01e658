// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.LineDiff;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ParameterType;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolFailure;
import ai.casys.core.builtin.tool.ToolResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Replaces exact pieces of a text file. */
final class EditTool implements BuiltinTool {

    private static final int MAX_BYTES = 2 << 20;
    private static final int MAX_PIECE = 200_000;

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "edit",
            "Edit a text file",
            "Replaces exact pieces of one UTF-8 text file, in the given order, all or none. Each old text must occur"
                    + " exactly expected_count times. Returns a unified diff; dry_run shows it without writing.",
            List.of(
                    Parameter.text("path", 4_096, "File to change, relative to the files folder.")
                            .mandatory(),
                    Parameter.list(
                                    "edits",
                                    new ParameterType.Fields(List.of(
                                            Parameter.text("old_text", MAX_PIECE, "Exact text to replace, not empty.")
                                                    .mandatory(),
                                            Parameter.text("new_text", MAX_PIECE, "What comes in its place.")
                                                    .mandatory(),
                                            Parameter.integer(
                                                            "expected_count",
                                                            1,
                                                            10_000,
                                                            "How often old_text must occur.")
                                                    .orElse(1))),
                                    100,
                                    "The replacements.")
                            .mandatory(),
                    Parameter.flag("dry_run", "Only show what would change.")),
            """
            {"type": "object",
             "properties": {
               "path": {"type": "string"},
               "written": {"type": "boolean"},
               "replacements": {"type": "integer"},
               "added_lines": {"type": "integer"},
               "removed_lines": {"type": "integer"},
               "diff": {"type": "string", "description": "unified diff, empty if nothing changes"}},
             "required": ["path", "written", "replacements", "added_lines", "removed_lines", "diff"],
             "additionalProperties": false}
            """,
            new Behaviour(false, true, false, false));

    private final FileArea area;

    EditTool(FileArea area) {
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
            BasicFileAttributes before = FileContent.regular(folder, place.name(), place);
            String old = read(folder, place);
            String edited = old;
            int replacements = 0;
            for (Arguments edit : arguments.objects("edits")) {
                budget.checkNow();
                edited = replace(edited, edit, place);
                replacements += edit.count("expected_count");
            }
            byte[] content = edited.getBytes(StandardCharsets.UTF_8);
            if (content.length > MAX_BYTES) {
                throw new ToolFailure("The file would grow to " + content.length + " bytes; at most " + MAX_BYTES
                        + " can be edited.");
            }
            LineDiff diff = LineDiff.between(place.display(), old, place.display(), edited, 3, budget);
            boolean write = !arguments.flag("dry_run") && !edited.equals(old);
            if (write) {
                checkUnchanged(before, FileContent.regular(folder, place.name(), place), place);
                AtomicWrite.replace(folder, place.name(), content);
            }
            return ToolResult.of(Json.object()
                    .put("path", place.display())
                    .put("written", write)
                    .put("replacements", replacements)
                    .put("added_lines", diff.added())
                    .put("removed_lines", diff.removed())
                    .put("diff", diff.text()));
        }
    }

    private static String read(Folder folder, Place place) throws IOException {
        try (InputStream in = FileContent.open(folder, place.name(), place)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new ToolFailure(
                        "\"" + place.display() + "\" is larger than " + MAX_BYTES + " bytes, the limit for editing.");
            }
            return FileContent.decode(bytes);
        }
    }

    private static String replace(String text, Arguments edit, Place place) {
        String old = edit.text("old_text");
        if (old.isEmpty()) {
            throw new ToolFailure("An old_text is empty; give the exact text to replace.");
        }
        int found = 0;
        for (int at = text.indexOf(old); at >= 0; at = text.indexOf(old, at + old.length())) {
            found++;
        }
        int expected = edit.count("expected_count");
        if (found != expected) {
            String shown = old.length() > 80 ? old.substring(0, 80) + "…" : old;
            throw new ToolFailure("The old_text \"" + shown + "\" occurs " + found + " times in \"" + place.display()
                    + "\", not " + expected + "; nothing was changed. "
                    + (found == 0
                            ? "Read the file again and copy the text exactly, with spaces and line ends."
                            : "Add surrounding text to make it unique, or set expected_count to " + found + "."));
        }
        long size = text.length() + (long) found * (edit.text("new_text").length() - old.length());
        if (size > MAX_BYTES) {
            throw new ToolFailure("The file would grow beyond " + MAX_BYTES + " bytes, the limit for editing.");
        }
        return text.replace(old, edit.text("new_text"));
    }

    private static void checkUnchanged(BasicFileAttributes before, BasicFileAttributes now, Place place) {
        if (before.size() != now.size() || !before.lastModifiedTime().equals(now.lastModifiedTime())) {
            throw new ToolFailure("\"" + place.display()
                    + "\" was changed by someone else meanwhile; nothing was written. Try again.");
        }
    }
}
