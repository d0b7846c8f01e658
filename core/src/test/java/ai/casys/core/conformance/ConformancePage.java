// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The parts of {@code docs/conformance.md} that the tests generate. Each stands between two comments. With
 * {@code -Dcasys.generate=true} a part is rewritten, otherwise it must be what the test found.
 */
final class ConformancePage {

    private ConformancePage() {}

    /** Writes or compares one part. */
    static void part(String name, String content) {
        Path file = Path.of(System.getProperty("casys.root", "..")).resolve("docs/conformance.md");
        String begin = "<!-- begin " + name + " -->\n";
        String end = "<!-- end " + name + " -->";
        try {
            String page = Files.readString(file);
            int from = page.indexOf(begin);
            int to = page.indexOf(end);
            assertThat(from).as("the comment %s in %s", begin.strip(), file).isNotNegative();
            assertThat(to).as("the comment %s in %s", end, file).isGreaterThan(from);
            String now = "\n" + content.strip() + "\n\n";
            if (Boolean.getBoolean("casys.generate")) {
                Files.writeString(file, page.substring(0, from + begin.length()) + now + page.substring(to));
                return;
            }
            assertThat(page.substring(from + begin.length(), to))
                    .as("the part %s of docs/conformance.md; -Dcasys.generate=true rewrites it", name)
                    .isEqualTo(now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
