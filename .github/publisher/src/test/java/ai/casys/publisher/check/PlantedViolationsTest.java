// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to leak is found by the checks it should be found by and by no other, and nothing is pushed. */
class PlantedViolationsTest {
    private static final String POLICY = """
            # SPDX-License-Identifier: LicenseRef-Casys-Proprietary
            version: 1
            roots: [core, docs, LICENSE, .gitattributes]
            files: [.github/workflows/ci.yml]
            private: [.github, cloud]
            forbidden: ['ai[./]casys[./]cloud', '(?<![a-z])billing(?![a-z])']
            tolerated:
              - {file: 'core/**/Flag.java', pattern: 'ENABLE_BILLING', reason: the flag}
            identities:
              allowed-domains: [example.org]
              map: {"Eve <eve@corp.internal>": "Eve <eve@example.org>"}
            messages: {forbidden: ['(?<![a-z])acme']}
            tags: ['v*']
            canaries: [kanarienvogel-4711]
            accepted:
              - {check: secrets, file: docs/accepted.md, pattern: '^glpat-', reason: an example}
            """;

    @TempDir
    private static Path cleanFolder;

    private static Workshop clean;

    @TempDir
    private Path folder;

    private Workshop workshop;

    @BeforeAll
    static void publishWhatIsClean() throws Exception {
        clean = new Workshop(cleanFolder);
        clean.file(".github/publication.yaml", POLICY);
        clean.file(".github/workflows/ci.yml", "# SPDX-License-Identifier: AGPL-3.0-only", "jobs: {}");
        clean.file(".github/workflows/sync.yml", "# SPDX-License-Identifier: LicenseRef-Casys-Proprietary");
        clean.file(".gitattributes", "* text=auto");
        clean.file("LICENSE", Files.readAllBytes(SourceTree.root().resolve("LICENSE")));
        clean.file("core/src/Flag.java", "// SPDX-License-Identifier: AGPL-3.0-only", "ENABLE_BILLING");
        clean.file("core/src/Long.java", "// SPDX-License-Identifier: AGPL-3.0-only", "// long ".repeat(30));
        clean.file("docs/guide.md", "A guide.");
        clean.file("docs/other.md", "Another guide.");
        clean.file(
                "cloud/src/Secret.java",
                "// SPDX-License-Identifier: LicenseRef-Casys-Proprietary",
                "package ai.casys.cloud; // kanarienvogel-4711",
                "// billing ".repeat(20));
        clean.file("cloud/src/Plain.txt", "Nothing that any other check would find. ".repeat(9));
        clean.commit("Begin");
        assertThat(publish(clean, Checks.all())).isEmpty();
    }

    @AfterAll
    static void closeWhatIsClean() {
        clean.close();
    }

    @BeforeEach
    void copyWhatIsClean() throws IOException {
        workshop = new Workshop(folder, clean);
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    static Stream<Plant> plants() {
        return Stream.of(
                        PlantedFiles.secrets(),
                        PlantedFiles.mentions(),
                        PlantedFiles.licences(),
                        PlantedFiles.unreadable(),
                        PlantedTrees.entries(),
                        PlantedTrees.differences(),
                        PlantedHistory.messages(),
                        PlantedHistory.people(),
                        PlantedHistory.commits(),
                        PlantedHistory.refs())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("plants")
    void aViolationIsFoundAndNothingIsPushed(Plant plant) throws Exception {
        Map<String, String> before = contents(workshop.publicFolder());
        plant.act().on(workshop);

        List<Finding> findings = publish(workshop, tampered(plant));

        assertThat(names(findings)).as(() -> findings.toString()).isEqualTo(new TreeSet<>(plant.expected()));
        assertThat(findings)
                .noneMatch(finding -> finding.problem().isBlank()
                        || finding.place().isBlank()
                        || finding.remedy().isBlank());
        assertThat(contents(workshop.publicFolder())).isEqualTo(before);
    }

    @Test
    void everyCheckHasAViolationThatItFinds() {
        Set<String> planted = new TreeSet<>();
        plants().forEach(plant -> planted.addAll(plant.expected()));

        assertThat(planted)
                .containsExactlyInAnyOrderElementsOf(
                        Checks.all().stream().map(Check::name).toList());
        assertThat(plants()).hasSizeGreaterThanOrEqualTo(40);
    }

    @Test
    void whatIsInOrderIsPublished() throws Exception {
        Map<String, String> before = contents(workshop.publicFolder());
        workshop.item("core/run", org.eclipse.jgit.lib.FileMode.EXECUTABLE_FILE, workshop.blob(new byte[] {'#', '!'}));
        workshop.link("core/link", "../docs/guide.md");
        workshop.link("core/other", "link");
        workshop.file("docs/accepted.md", "glpat" + "-x9Zk2Lw0Xv5Nb7MtQ8rT");
        workshop.file("core/lib.jar", PlantedFiles.zip("a/A.class", PlantedFiles.classThatUses("java.lang.String")));
        workshop.file("core/small.txt", "equal");
        workshop.file("cloud/small.txt", "equal");
        workshop.copy("core/src/Long.java", "cloud/src/Long.java").remove("core/src/Long.java");
        workshop.file("notes/today.txt", "billing");
        workshop.commit(
                "Raise the price for ACME\n\nPublic-Message: Add a script",
                new ai.casys.publisher.policy.Person("Eve", "eve@corp.internal"));
        workshop.tag("v1", workshop.head());
        workshop.tag("nightly", workshop.head());

        assertThat(publish(workshop, Checks.all())).isEmpty();
        assertThat(contents(workshop.publicFolder())).isNotEqualTo(before);
    }

    private static List<Finding> publish(Workshop workshop, List<Check> checks) throws IOException {
        List<Finding> findings = new ArrayList<>();
        workshop.publish(checks, plan -> findings.addAll(plan.findings()));
        return findings;
    }

    private static List<Check> tampered(Plant plant) {
        if (plant.tampering().isEmpty()) {
            return Checks.all();
        }
        Memo<Candidate> tampered = new Memo<>(candidate -> {
            try {
                return plant.tampering().get().of(candidate);
            } catch (Exception e) {
                throw new IOException(e);
            }
        });
        return Checks.all().stream()
                .map(check -> (Check) new Blinded(check, tampered))
                .toList();
    }

    private static Set<String> names(List<Finding> findings) {
        Set<String> names = new TreeSet<>();
        findings.forEach(finding -> names.add(finding.check()));
        return names;
    }

    private static Map<String, String> contents(Path folder) throws Exception {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                contents.put(folder.relativize(file).toString(), HexFormat.of().formatHex(digest));
            }
        }
        return contents;
    }

    /** A check that is shown another candidate than the one to be pushed. */
    private record Blinded(Check check, Memo<Candidate> tampered) implements Check {
        @Override
        public String name() {
            return check.name();
        }

        @Override
        public List<Finding> findings(Candidate candidate) throws IOException {
            return check.findings(tampered.of(candidate));
        }
    }
}
