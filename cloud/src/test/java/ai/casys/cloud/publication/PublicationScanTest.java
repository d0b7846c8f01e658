// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.cloud.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is about to be published says nothing of what is not; and the scan that says so notices each kind of slip. */
class PublicationScanTest {
    private static final String POLICY = """
            version: 1
            roots: [core, LICENSE]
            files: [.github/workflows/ci.yml]
            private: [.github, cloud]
            forbidden: ['ai[./]casys[./]cloud', '(?<![a-z])billing(?![a-z])']
            tolerated:
              - {file: 'core/**/Flag.java', pattern: 'ENABLE_BILLING', reason: the flag}
            """;

    @TempDir
    private Path tree;

    @BeforeEach
    void cleanTree() throws IOException {
        write("LICENSE", "text");
        write("core/src/Flag.java", "// SPDX-License-Identifier: AGPL-3.0-only\nENABLE_BILLING\n");
        write(".github/workflows/ci.yml", "# SPDX-License-Identifier: AGPL-3.0-only\njobs");
        write("cloud/Secret.java", "// SPDX-License-Identifier: LicenseRef-Casys-Proprietary\nbilling ai.casys.cloud");
    }

    @Test
    void thisTreeIsReadyToBePublished() throws Exception {
        Policy policy = Policy.read(SourceTree.root().resolve(".github/publication.yaml"));
        List<String> files = SourceTree.files();

        assertThat(files.stream().filter(policy::publishes)).hasSizeGreaterThan(50);
        assertThat(new PublicationScan(policy, SourceTree.root()).findings(files))
                .isEmpty();
    }

    @Test
    void everySourceFileNamesTheLicenceOfItsPlace() throws Exception {
        Policy policy = Policy.read(SourceTree.root().resolve(".github/publication.yaml"));

        assertThat(LicenceHeaders.findings(policy, SourceTree.root(), SourceTree.files()))
                .isEmpty();
    }

    @Test
    void aCleanTreeHasNoFindings() throws Exception {
        assertThat(findings()).isEmpty();
        assertThat(headers()).isEmpty();
    }

    @Test
    void aMentionIsFoundWithItsLine() throws Exception {
        write("core/src/Ok.java", "fine\nimport ai.casys.cloud.Quota;\n");

        assertThat(findings()).containsExactly("core/src/Ok.java:2: mentions \"ai.casys.cloud\"");
    }

    @Test
    void aMentionInAServicesFileOrInAPathIsFound() throws Exception {
        write("core/META-INF/services/x", "ai.casys.cloud.Quota");
        write("core/src/ai/casys/cloud/Fine.txt", "");

        assertThat(findings())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("core/META-INF/services/x:1:"))
                .anyMatch(line -> line.startsWith("core/src/ai/casys/cloud/Fine.txt: its name"));
    }

    @Test
    void aMentionAmongBytesThatAreNoTextIsFound() throws Exception {
        Files.write(tree.resolve("core/blob"), new byte[] {(byte) 0xff, ' ', 'B', 'i', 'l', 'l', 'i', 'n', 'g', 0});

        assertThat(findings()).containsExactly("core/blob:1: mentions \"Billing\"");
    }

    @Test
    void whatIsToleratedInOnePlaceIsNotToleratedInAnother() throws Exception {
        write("core/src/Other.java", "ENABLE_BILLING");
        write("core/src/Flag.java", "ENABLE_BILLING and billing");

        assertThat(findings())
                .containsExactlyInAnyOrder(
                        "core/src/Other.java:1: mentions \"BILLING\"", "core/src/Flag.java:1: mentions \"billing\"");
    }

    @Test
    void aToleratedMentionThatNobodyNeedsIsFound() throws Exception {
        write("core/src/Flag.java", "nothing");

        assertThat(findings()).singleElement().asString().contains("nothing needs the tolerated mention");
    }

    @Test
    void anUnknownEntryOfTheRootIsFound() throws Exception {
        write("notes/today.txt", "");

        assertThat(findings()).singleElement().asString().startsWith("notes: an entry of the root");
    }

    @Test
    void aPublishedFileThatIsGoneIsFound() throws Exception {
        Files.delete(tree.resolve(".github/workflows/ci.yml"));
        Files.delete(tree.resolve("LICENSE"));

        assertThat(findings())
                .containsExactlyInAnyOrder(
                        ".github/workflows/ci.yml: is published, but does not exist",
                        "LICENSE: is published, but does not exist");
    }

    @Test
    void aLinkOutOfThePublishedPartIsFound() throws Exception {
        Files.createSymbolicLink(tree.resolve("core/link"), Path.of("../cloud/Secret.java"));

        assertThat(findings()).singleElement().asString().startsWith("core/link: a link to ");
    }

    @Test
    void aMissingOrWrongLicenceLineIsFound() throws Exception {
        write("core/src/Flag.java", "class Flag {}");
        write("core/page.css", "/* SPDX-License-Identifier: LicenseRef-Casys-Proprietary */");
        write("cloud/Secret.java", "// SPDX-License-Identifier: AGPL-3.0-only");

        assertThat(headers()).hasSize(3);
    }

    private List<String> findings() throws IOException {
        return new PublicationScan(policy(), tree).findings(files());
    }

    private List<String> headers() throws IOException {
        return LicenceHeaders.findings(policy(), tree, files());
    }

    private Policy policy() throws IOException {
        write("policy.yaml", POLICY);
        Policy policy = Policy.read(tree.resolve("policy.yaml"));
        Files.delete(tree.resolve("policy.yaml"));
        return policy;
    }

    private List<String> files() throws IOException {
        try (var files = Files.walk(tree)) {
            return files.filter(file -> !Files.isDirectory(file))
                    .map(file -> tree.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = tree.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
