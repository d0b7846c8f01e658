// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.shared.mcp.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide shows real answers. This test runs every example and compares; {@code -Dcasys.guide.write=true} writes the
 * guide instead.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the guide shows paths of other systems")
class BuiltinGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "guide-builtin-tools.md");
    private static final String INTRODUCTION = """
            # Built-in tools

            Casys comes with six small servers, so that a bare machine can do something useful. Their tools are called
            like those of any other server, for example `files__read`. The examples below are real: a test runs each of
            them and compares the answer with this page.

            What all of them have in common:

            - Arguments are checked; a wrong one is answered with a result that has `isError` and says what to do.
            - Answers are structured (`structuredContent`, described by an output schema) and bounded in size.
            - Regular expressions are RE2 syntax and run in time linear in the text.
            - Annotations are truthful: `reads` changes nothing, `changes` may overwrite or remove, `outside` reaches
              the internet.

            **Files** live below the folders in the setting `casys.builtin.files.roots`, at first `$CASYS_HOME/files`. Nothing outside of
            them is read, written or even looked at; symbolic links are shown and never followed. Relative paths begin
            at the first folder.

            **Web** reaches public addresses on ports 80, 443, 8080 and 8443. Private, loopback and other special
            addresses are closed, also behind redirects and changing name servers; the setting `casys.builtin.web.allow` opens hosts
            (`intranet.example`) or blocks (`10.1.0.0/16`) on every port.

            """;

    @TempDir
    private Path root;

    @Test
    void theGuideShowsWhatTheToolsReallyAnswer() throws IOException {
        StringBuilder guide = new StringBuilder(INTRODUCTION);
        try (BuiltinFixture fixture = new BuiltinFixture(root)) {
            for (String server : fixture.servers().names()) {
                guide.append("## ").append(server).append("\n\n");
                table(guide, fixture.servers().tools(server));
                for (BuiltinSamples.Sample sample : BuiltinSamples.ALL) {
                    if (sample.server().equals(server)) {
                        example(guide, sample, fixture);
                    }
                }
            }
        }
        String text = guide.toString().stripTrailing() + "\n";
        if (Boolean.getBoolean("casys.guide.write")) {
            Files.createDirectories(GUIDE.getParent());
            Files.writeString(GUIDE, text);
        }
        assertThat(GUIDE).hasContent(text);
    }

    private static void table(StringBuilder guide, List<Tool> tools) {
        guide.append("| tool | what it does | |\n|---|---|---|\n");
        for (Tool tool : tools) {
            guide.append("| `").append(tool.name()).append("` | ");
            guide.append(tool.description().orElseThrow().replace("|", "\\|")).append(" | ");
            guide.append(behaviour(tool)).append(" |\n");
        }
        guide.append('\n');
    }

    private static String behaviour(Tool tool) {
        var hints = tool.annotations().orElseThrow();
        String kind = hints.get("readOnlyHint").asBoolean() ? "reads" : "changes";
        return hints.get("openWorldHint").asBoolean() ? kind + ", outside" : kind;
    }

    private void example(StringBuilder guide, BuiltinSamples.Sample sample, BuiltinFixture fixture) throws IOException {
        setTimes();
        String answer = fixture.call(sample).get("structuredContent").toString();
        guide.append("`")
                .append(sample.server())
                .append("__")
                .append(sample.tool())
                .append("`\n\n");
        guide.append("```json\n").append(sample.arguments()).append("\n```\n\n");
        guide.append("```json\n").append(portable(answer, fixture)).append("\n```\n\n");
    }

    /** What differs from machine to machine: the folder, the port of the test's web server, times of birth. */
    private String portable(String answer, BuiltinFixture fixture) {
        return answer.replace(root.toString(), "/home/ada/.casys/files")
                .replace(fixture.port(), "")
                .replaceAll("\"created\":\"[^\"]*\"", "\"created\":\"2026-11-23T09:00:00Z\"");
    }

    private void setTimes() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.toList()) {
                Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2026-11-23T09:00:00Z")));
            }
        }
    }
}
