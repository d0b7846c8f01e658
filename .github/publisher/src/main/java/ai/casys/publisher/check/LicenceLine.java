// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The licence line at the top of a source file, by the licence of the place where it lies. */
enum LicenceLine {
    OPEN("AGPL-3.0-only"),
    CLOSED("LicenseRef-Casys-Proprietary");

    /** How a comment starts, by file name extension. Data and prose carry no header. */
    private static final Map<String, String> COMMENTS = Map.ofEntries(
            Map.entry("java", "// "),
            Map.entry("js", "// "),
            Map.entry("mjs", "// "),
            Map.entry("ts", "// "),
            Map.entry("css", "/* "),
            Map.entry("sql", "-- "),
            Map.entry("sh", "# "),
            Map.entry("yaml", "# "),
            Map.entry("yml", "# "),
            Map.entry("xml", "<!-- "),
            Map.entry("html", "<!-- "),
            Map.entry("cmd", "rem "));

    private static final Set<String> SCRIPTS = Set.of("casys", ".ci/run");

    /** A script starts with its interpreter, a page or pom with what it is. */
    private static final int LINES = 3;

    private final String licence;

    LicenceLine(String licence) {
        this.licence = licence;
    }

    /** The line that the file at {@code path} should have among its first and has not. */
    Optional<String> missing(String path, List<String> lines) {
        String comment =
                SCRIPTS.contains(path) ? "# " : COMMENTS.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "");
        if (comment.isEmpty()) {
            return Optional.empty();
        }
        String expected = comment + "SPDX-License-Identifier: " + licence;
        boolean there = lines.stream()
                .limit(LINES)
                .anyMatch(line -> line.startsWith(expected) || line.startsWith("@" + expected));
        return there ? Optional.empty() : Optional.of(expected);
    }
}
