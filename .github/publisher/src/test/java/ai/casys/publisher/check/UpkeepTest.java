// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a policy or a private tree is told, and what is wrong with a public file is told with its line. */
class UpkeepTest {
    private static final String POLICY = """
            # SPDX-License-Identifier: LicenseRef-Casys-Proprietary
            version: 1
            roots: [core, LICENSE]
            files: [.github/workflows/ci.yml]
            private: [.github, cloud]
            forbidden: ['ai[./]casys[./]cloud', '(?<![a-z])billing(?![a-z])']
            tolerated:
              - {file: 'core/**/Flag.java', pattern: 'ENABLE_BILLING', reason: the flag}
            identities: {allowed-domains: [example.org]}
            """;

    @TempDir
    private Path folder;

    private Workshop workshop;

    @BeforeEach
    void begin() throws IOException {
        workshop = new Workshop(folder);
        workshop.file(".github/publication.yaml", POLICY);
        workshop.file(".github/workflows/ci.yml", "# SPDX-License-Identifier: AGPL-3.0-only", "jobs");
        workshop.file("LICENSE", "text");
        workshop.file("core/src/Flag.java", "// SPDX-License-Identifier: AGPL-3.0-only", "ENABLE_BILLING");
        workshop.file("cloud/Secret.java", "// SPDX-License-Identifier: LicenseRef-Casys-Proprietary", "billing");
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    @Test
    void aTreeInOrderHasNoFindings() throws Exception {
        assertThat(upkeep()).isEmpty();
    }

    @Test
    void anEntryOfTheRootThatNobodyDecidedAboutIsFound() throws Exception {
        workshop.file("notes/today.txt", "");

        assertThat(upkeep()).containsExactly("root-entries notes");
    }

    @Test
    void aPublishedEntryThatIsGoneIsFound() throws Exception {
        workshop.remove("LICENSE").remove(".github/workflows/ci.yml");

        assertThat(upkeep())
                .containsExactlyInAnyOrder("missing-entries LICENSE", "missing-entries .github/workflows/ci.yml");
    }

    @Test
    void aToleratedMentionThatNobodyNeedsIsFound() throws Exception {
        workshop.file("core/src/Flag.java", "// SPDX-License-Identifier: AGPL-3.0-only", "nothing");

        assertThat(upkeep()).containsExactly("needless-tolerance core/**/Flag.java");
    }

    @Test
    void aPrivateFileThatNamesAnotherLicenceIsFound() throws Exception {
        workshop.file("cloud/Secret.java", "// SPDX-License-Identifier: AGPL-3.0-only");
        workshop.file("cloud/bare.sh", "#!/bin/sh");

        assertThat(upkeep()).containsExactly("private-licences cloud/Secret.java", "private-licences cloud/bare.sh");
    }

    @Test
    void aMentionIsFoundWithItsLine() throws Exception {
        workshop.file("core/src/Ok.txt", "fine", "import ai.casys.cloud.Quota;", "fine");
        workshop.file("core/src/Flag.java", "// SPDX-License-Identifier: AGPL-3.0-only", "ENABLE_BILLING and billing");

        assertThat(findings(Checks.all()))
                .filteredOn(finding -> finding.check().equals("forbidden-text"))
                .extracting(finding -> finding.place() + ": " + finding.problem())
                .containsExactlyInAnyOrder(
                        "core/src/Ok.txt:2: mentions \"ai.casys.cloud\"", "core/src/Flag.java:2: mentions \"billing\"");
    }

    private List<String> upkeep() throws IOException {
        return findings(Checks.upkeep()).stream()
                .map(finding -> finding.check() + " " + finding.place())
                .toList();
    }

    private List<Finding> findings(List<Check> checks) throws IOException {
        workshop.commit("Begin");
        List<Finding> findings = new ArrayList<>();
        workshop.plan(List.of(), plan -> {
            try {
                for (Check check : checks) {
                    findings.addAll(check.findings(plan.candidate().orElseThrow()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return findings;
    }
}
