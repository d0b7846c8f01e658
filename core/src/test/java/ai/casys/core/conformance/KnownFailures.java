// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * What is known to fail through the gateway although it passes without it, one per line in
 * {@code conformance/known-failures.txt}; text after {@code #} is the reason. A failure that is not listed fails the
 * test, and so does a listed one that passes.
 */
final class KnownFailures {

    private KnownFailures() {}

    /** Compares what failed with the list's lines that begin with the same word. */
    static void compare(String kind, Collection<String> failed, Path evidence) {
        TreeSet<String> listed = new TreeSet<>();
        for (String line : lines()) {
            String entry = line.replaceFirst("#.*", "").strip();
            if (entry.startsWith(kind + " ")) {
                listed.add(entry);
            }
        }
        TreeSet<String> found = new TreeSet<>();
        failed.forEach(entry -> found.add(kind + " " + entry));
        assertThat(found)
                .as("what passes without the gateway and fails through it (evidence: %s)", evidence)
                .containsExactlyElementsOf(listed);
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(Fixture.resource("known-failures.txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
