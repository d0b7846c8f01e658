// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.safety;

import ai.casys.shared.mcp.Tool;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Looks for what does not belong into a definition: characters that nobody sees, and instructions aimed at the model.
 * Every text counts, names of parameters, enum values and defaults at any depth included; only the addresses of icons
 * and the patterns of JSON Schema are left alone. For the tools of one server; safe for any number of threads.
 */
public final class ToolScanner {

    /** More characters than this in one text are a finding by themselves. */
    public static final int LONGEST_TEXT = 20_000;

    private static final int MOST_FINDINGS = 50;
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final int MOST_BLANKS = 200;
    private static final int MOST_LINE_BREAKS = 20;
    private static final int SHORTEST_INSTRUCTION = 8;
    private static final int AROUND = 60;
    private static final int LONGEST_EXCERPT = 200;

    private final Set<String> siblings;

    /** @param toolNames the names of all tools of the server, which its definitions may speak of */
    public ToolScanner(Collection<String> toolNames) {
        this.siblings =
                toolNames.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    /** What is suspicious in a definition, in the order of its texts; at most 50 findings. */
    public List<Finding> scan(Tool tool) {
        JsonNode definition = tool.definition().tree();
        Set<String> own = new HashSet<>(siblings);
        parameters(definition, own);
        Scan scan = new Scan(own);
        if (Lookalikes.deceives(tool.name())) {
            scan.add(new Finding(FindingKind.LOOKALIKE_NAME, "/name", codePoints(tool.name())));
        }
        scan.value("", definition);
        return List.copyOf(scan.findings);
    }

    private static void parameters(JsonNode node, Set<String> names) {
        node.path("properties").propertyNames().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        node.forEach(child -> parameters(child, names));
    }

    /** The letters outside of ASCII with their numbers, since their looks deceive. */
    private static String codePoints(String name) {
        return cut(name.codePoints()
                .mapToObj(point -> point < 0x80
                        ? Character.toString(point)
                        : String.format(
                                "%s<U+%04X>", HiddenCharacters.isUnseen(point) ? "" : Character.toString(point), point))
                .collect(Collectors.joining()));
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST_EXCERPT) {
            return text;
        }
        int end =
                Character.isHighSurrogate(text.charAt(LONGEST_EXCERPT - 2)) ? LONGEST_EXCERPT - 2 : LONGEST_EXCERPT - 1;
        return text.substring(0, end) + "…";
    }

    /** One definition's scan; used by one thread. */
    private static final class Scan {

        private final List<Finding> findings = new ArrayList<>();
        private final Set<String> own;
        private int left = MOST_CHARACTERS;

        Scan(Set<String> own) {
            this.own = own;
        }

        void add(Finding finding) {
            if (findings.size() < MOST_FINDINGS) {
                findings.add(finding);
            }
        }

        // Depth is bounded by the parser's own limit on nesting.
        void value(String path, JsonNode node) {
            if (node.isString()) {
                text(path, node.stringValue());
                return;
            }
            if (node.isArray()) {
                int index = 0;
                for (JsonNode element : node) {
                    value(path + "/" + index++, element);
                }
                return;
            }
            node.properties().forEach(member -> member(path, member.getKey(), member.getValue()));
        }

        private void member(String path, String name, JsonNode value) {
            String below = path + "/"
                    + HiddenCharacters.visible(name).replace("~", "~0").replace("/", "~1");
            characters(below, name);
            boolean address = name.equals("src") && path.startsWith("/icons/");
            boolean expression = name.equals("pattern") && value.isString();
            if (!address && !expression) {
                value(below, value);
            }
        }

        private void text(String path, String text) {
            if (text.length() > LONGEST_TEXT) {
                add(new Finding(FindingKind.OVERLONG_TEXT, path, text.length() + " characters"));
            }
            if (left <= 0) {
                return;
            }
            String examined = text.length() > left ? text.substring(0, left) : text;
            left -= examined.length();
            characters(path, examined);
            padding(path, examined);
            boolean hides = examined.codePoints().anyMatch(HiddenCharacters::isUnseen);
            Set<FindingKind> found = EnumSet.noneOf(FindingKind.class);
            instructions(path, ReadableText.of(examined, ""), found);
            if (hides) {
                // The unseen may as well stand between two words as inside of one.
                instructions(path, ReadableText.of(examined, " "), found);
            }
        }

        private void characters(String path, String text) {
            Set<FindingKind> found = EnumSet.noneOf(FindingKind.class);
            for (HiddenCharacters.Run run : HiddenCharacters.in(text)) {
                if (found.add(run.kind())) {
                    String spelled = HiddenCharacters.message(text, run)
                            .map(message -> cut("spells \"" + message + "\": "))
                            .orElse("");
                    add(new Finding(run.kind(), path, spelled + around(text, run)));
                }
                HiddenCharacters.message(text, run)
                        .ifPresent(message -> instructions(path, ReadableText.of(message, ""), found));
            }
        }

        private static String around(String text, HiddenCharacters.Run run) {
            int length = text.codePointCount(0, text.length());
            int start = Math.max(0, run.start() - AROUND / 2);
            int end = Math.min(length, Math.min(run.end(), run.start() + AROUND / 4) + AROUND / 2);
            String part = text.substring(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end));
            return cut((start > 0 ? "…" : "")
                    + HiddenCharacters.visible(part).replace('\n', ' ')
                    + (end < length ? "…" : ""));
        }

        private void padding(String path, String text) {
            int blanks = 0;
            int lines = 0;
            for (int index = 0; index < text.length(); index++) {
                int point = text.charAt(index);
                if (!Character.isWhitespace(point) && !Character.isSpaceChar(point)) {
                    if (blanks > MOST_BLANKS || lines > MOST_LINE_BREAKS) {
                        String hidden = text.substring(index, Math.min(text.length(), index + AROUND));
                        add(new Finding(
                                FindingKind.PADDING,
                                path,
                                blanks + " blanks before: "
                                        + HiddenCharacters.visible(hidden).replace('\n', ' ')));
                        return;
                    }
                    blanks = 0;
                    lines = 0;
                    continue;
                }
                blanks++;
                lines += point == '\n' ? 1 : 0;
            }
        }

        private void instructions(String path, String readable, Set<FindingKind> found) {
            if (readable.length() < SHORTEST_INSTRUCTION) {
                return;
            }
            for (InstructionRules.Match match : InstructionRules.in(readable, own)) {
                if (found.add(match.kind())) {
                    int start = Math.max(0, match.start() - AROUND / 2);
                    int end = Math.min(readable.length(), match.end() + AROUND);
                    add(new Finding(
                            match.kind(),
                            path,
                            cut((start > 0 ? "…" : "")
                                    + readable.substring(start, end)
                                    + (end < readable.length() ? "…" : ""))));
                }
            }
        }
    }
}
