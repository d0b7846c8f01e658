// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.LinearPattern;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The state of one search: what was found so far. Used by one thread. */
final class FileSearch {

    private static final int MAX_FILE = 4 << 20;
    private static final int MAX_LINE = 500;

    private final LinearPattern pattern;
    private final int context;
    private final int maximum;
    private final Budget budget;
    private final ArrayNode matches = Json.array();
    private int searched;
    private int skipped;

    FileSearch(LinearPattern pattern, int context, int maximum, Budget budget) {
        this.pattern = pattern;
        this.context = context;
        this.maximum = maximum;
        this.budget = budget;
    }

    /** Searches one file; answers false when there are more hits than wanted. */
    boolean search(Folder folder, String name, Place place) {
        byte[] bytes;
        try (InputStream in = FileContent.open(folder, name, place)) {
            bytes = in.readNBytes(MAX_FILE + 1);
        } catch (IOException _) {
            skipped++;
            return true;
        }
        if (bytes.length > MAX_FILE
                || !FileContent.looksLikeText(Arrays.copyOf(bytes, Math.min(bytes.length, FileContent.SNIFF_BYTES)))) {
            skipped++;
            return true;
        }
        try {
            searched++;
            return searchLines(FileContent.decode(bytes).lines().toArray(String[]::new), place);
        } catch (CharacterCodingException _) {
            searched--;
            skipped++;
            return true;
        }
    }

    ArrayNode matches() {
        return matches;
    }

    int searched() {
        return searched;
    }

    int skipped() {
        return skipped;
    }

    private boolean searchLines(String[] lines, Place place) {
        for (int i = 0; i < lines.length; i++) {
            if (!pattern.matcher(lines[i], budget).find()) {
                continue;
            }
            if (matches.size() == maximum) {
                return false;
            }
            ObjectNode match = matches.addObject()
                    .put("path", place.display())
                    .put("line", i + 1)
                    .put("text", cut(lines[i]));
            if (context > 0) {
                around(match.putArray("before"), lines, Math.max(0, i - context), i);
                around(match.putArray("after"), lines, i + 1, Math.min(lines.length, i + 1 + context));
            }
        }
        return true;
    }

    private static void around(ArrayNode target, String[] lines, int from, int to) {
        Arrays.asList(lines).subList(from, to).forEach(line -> target.add(cut(line)));
    }

    private static String cut(String line) {
        return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "…";
    }
}
