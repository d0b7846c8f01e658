// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * This very tree, as it lies in the working copy, would pass every check if it were committed and published now. What is
 * not yet committed counts as well, so that a slip is noticed where it is made.
 */
class ThisTreeTest {
    /** A working copy has no author yet. */
    private static final Set<String> ABOUT_AUTHORS = Set.of("authorship", "identities");

    @TempDir
    private static Path folder;

    private static Workshop workshop;
    private static Candidate candidate;

    @BeforeAll
    static void commitTheWorkingCopy() throws Exception {
        workshop = new Workshop(folder);
        for (String file : SourceTree.files()) {
            Path path = SourceTree.root().resolve(file);
            if (Files.isSymbolicLink(path)) {
                workshop.link(file, Files.readSymbolicLink(path).toString().replace('\\', '/'));
            } else if (Files.isExecutable(path)) {
                workshop.item(file, FileMode.EXECUTABLE_FILE, workshop.blob(Files.readAllBytes(path)));
            } else {
                workshop.file(file, Files.readAllBytes(path));
            }
        }
        workshop.commit("Everything there is", Workshop.PUBLISHER);
        workshop.translate(workshop.origins.getLast(), "Publish the working copy");
        candidate = workshop.candidate();
    }

    @AfterAll
    static void close() {
        workshop.close();
    }

    @Test
    void nothingInItKeepsItFromBeingPublished() throws Exception {
        assertThat(findings(Checks.all())).isEmpty();
        assertThat(workshop.publicFiles(candidate.tip())).hasSizeGreaterThan(50);
    }

    @Test
    void itsPolicyIsInOrder() throws Exception {
        assertThat(findings(Checks.upkeep())).isEmpty();
    }

    private static List<Finding> findings(List<Check> checks) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks) {
            if (ABOUT_AUTHORS.contains(check.name())) {
                continue;
            }
            findings.addAll(check.findings(candidate));
        }
        return findings;
    }
}
