// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.safety;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Changes of a definition, written for a person. */
final class DiffText {

    private static final int AROUND = 40;
    private static final int LONGEST_LINE = 400;
    private static final int MOST_LINES = 60;

    private DiffText() {}

    static void append(StringBuilder text, DefinitionChange change) {
        String path = change.path().isEmpty() ? "/" : HiddenCharacters.visible(change.path());
        switch (change) {
            case DefinitionChange.Added added -> {
                text.append("added ").append(path).append('\n');
                lines(text, "+ ", split(added.value()));
            }
            case DefinitionChange.Removed removed -> {
                text.append("removed ").append(path).append('\n');
                lines(text, "- ", split(removed.value()));
            }
            case DefinitionChange.Changed changed -> {
                text.append("changed ").append(path).append('\n');
                changed(text, split(changed.before()), split(changed.after()));
            }
        }
    }

    private static List<String> split(JsonNode value) {
        String text = value.isString() ? value.stringValue() : value.toString();
        return HiddenCharacters.visible(text.replace("\r\n", "\n")).lines().toList();
    }

    private static void changed(StringBuilder text, List<String> before, List<String> after) {
        int same = 0;
        int shorter = Math.min(before.size(), after.size());
        while (same < shorter && before.get(same).equals(after.get(same))) {
            same++;
        }
        int sameEnd = 0;
        while (sameEnd < shorter - same
                && before.get(before.size() - 1 - sameEnd).equals(after.get(after.size() - 1 - sameEnd))) {
            sameEnd++;
        }
        List<String> old = before.subList(same, before.size() - sameEnd);
        List<String> now = after.subList(same, after.size() - sameEnd);
        if (same > 0) {
            text.append("    … ")
                    .append(same)
                    .append(same == 1 ? " line" : " lines")
                    .append(" as before\n");
        }
        if (old.size() == 1 && now.size() == 1) {
            line(text, "- ", differing(old.getFirst(), now.getFirst()));
            line(text, "+ ", differing(now.getFirst(), old.getFirst()));
        } else {
            lines(text, "- ", old);
            lines(text, "+ ", now);
        }
        if (sameEnd > 0) {
            text.append("    … ")
                    .append(sameEnd)
                    .append(sameEnd == 1 ? " line" : " lines")
                    .append(" as before\n");
        }
    }

    /** Of a long line, what the other line does not have, and a little around it. */
    private static String differing(String line, String other) {
        int same = 0;
        int shorter = Math.min(line.length(), other.length());
        while (same < shorter && line.charAt(same) == other.charAt(same)) {
            same++;
        }
        int sameEnd = 0;
        while (sameEnd < shorter - same
                && line.charAt(line.length() - 1 - sameEnd) == other.charAt(other.length() - 1 - sameEnd)) {
            sameEnd++;
        }
        int start = boundary(line, Math.max(0, same - AROUND));
        int end = boundary(line, Math.min(line.length(), line.length() - sameEnd + AROUND));
        return (start > 0 ? "…" : "") + line.substring(start, end) + (end < line.length() ? "…" : "");
    }

    private static int boundary(String line, int index) {
        boolean inside = index > 0
                && index < line.length()
                && Character.isLowSurrogate(line.charAt(index))
                && Character.isHighSurrogate(line.charAt(index - 1));
        return inside ? index - 1 : index;
    }

    private static void lines(StringBuilder text, String sign, List<String> lines) {
        lines.stream().limit(MOST_LINES).forEach(line -> line(text, sign, line));
        if (lines.size() > MOST_LINES) {
            text.append("    ")
                    .append(sign)
                    .append("… ")
                    .append(lines.size() - MOST_LINES)
                    .append(" more lines\n");
        }
    }

    private static void line(StringBuilder text, String sign, String line) {
        text.append("    ").append(sign);
        if (line.length() > LONGEST_LINE) {
            text.append(line, 0, boundary(line, LONGEST_LINE))
                    .append("… (")
                    .append(line.length())
                    .append(" characters)");
        } else {
            text.append(line);
        }
        text.append('\n');
    }
}
