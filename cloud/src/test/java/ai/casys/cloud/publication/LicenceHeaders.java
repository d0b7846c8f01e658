// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.cloud.publication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The licence line at the top of every source file, and whether it names the licence of the place. */
final class LicenceHeaders {
    private static final String OPEN = "AGPL-3.0-only";
    private static final String CLOSED = "LicenseRef-Casys-Proprietary";
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

    private LicenceHeaders() {}

    static List<String> findings(Policy policy, Path root, List<String> files) throws IOException {
        List<String> findings = new ArrayList<>();
        for (String file : files) {
            String comment = SCRIPTS.contains(file)
                    ? "# "
                    : COMMENTS.getOrDefault(file.substring(file.lastIndexOf('.') + 1), "");
            if (comment.isEmpty() || !Files.isRegularFile(root.resolve(file))) {
                continue;
            }
            String licence = policy.publishes(file) ? OPEN : CLOSED;
            String expected = comment + "SPDX-License-Identifier: " + licence;
            try (Stream<String> lines = Files.lines(root.resolve(file))) {
                // A script starts with its interpreter, a page or pom with what it is.
                if (lines.limit(3).noneMatch(line -> line.startsWith(expected) || line.startsWith("@" + expected))) {
                    findings.add(file + ": lacks the line \"" + expected + "\"");
                }
            }
        }
        return findings;
    }
}
