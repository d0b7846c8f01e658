// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
    private Path folder;

    @Test
    void itIsReadyToBePublishedAndItsPolicyIsInOrder() throws Exception {
        List<Finding> findings = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        try (Workshop workshop = new Workshop(folder)) {
            WorkingCopy.commitTo(workshop);
            workshop.plan(Checks.all(), plan -> {
                Candidate candidate = plan.candidate().orElseThrow();
                findings.addAll(plan.findings());
                try {
                    for (Check check : Checks.upkeep()) {
                        findings.addAll(check.findings(candidate));
                    }
                    sizes.add(PublishedTrees.of(candidate).files().size());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        assertThat(findings)
                .filteredOn(finding -> !ABOUT_AUTHORS.contains(finding.check()))
                .isEmpty();
        assertThat(sizes).singleElement().satisfies(size -> assertThat(size).isGreaterThan(50));
    }
}
