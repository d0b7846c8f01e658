// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.publisher.testing.TestRepository;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program as a workflow calls it: exit codes, output, reports. */
class MainTest {
    private static final String POLICY = """
            version: 1
            roots: [core, LICENSE]
            private: [.github, cloud]
            forbidden: ['acme']
            identities: {allowed-domains: [example.org]}
            """;

    @TempDir
    private Path folder;

    private TestRepository source;
    private TestRepository target;
    private String output = "";

    @BeforeEach
    void repositories() {
        source = TestRepository.create(folder.resolve("private.git"));
        target = TestRepository.create(folder.resolve("public.git"));
        source.main(source.commit("Begin", files("# SPDX-License-Identifier: AGPL-3.0-only\nname: ok\n")));
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    @Test
    void planIsWhatHappensWithoutACommand() {
        assertThat(run(Map.of())).isZero();

        assertThat(output).contains("# Publication: ready").contains("| canaries | 0 |");
        assertThat(target.refs()).isEmpty();
    }

    @Test
    void aRefusalEndsWithTwoAndSaysWhyInBothReports() throws Exception {
        Map<String, String> leak = files("# SPDX-License-Identifier: AGPL-3.0-only\nname: acme\n");
        source.main(source.commit("Leak", leak, source.main().orElseThrow()));
        Path markdown = folder.resolve("report.md");
        Path json = folder.resolve("report.json");

        assertThat(run(Map.of(), "publish", "--markdown", markdown.toString(), "--json", json.toString()))
                .isEqualTo(2);

        assertThat(Files.readString(markdown)).isEqualTo(output).contains("forbidden-text", "`core/a.yml:2`");
        JsonNode report = JsonMapper.builder().build().readTree(Files.readString(json));
        assertThat(report.get("outcome").asString()).isEqualTo("REFUSED");
        assertThat(report.get("findings").get(0).get("place").asString()).isEqualTo("core/a.yml:2");
        assertThat(report.get("commits").get(1).get("messageBefore").asString()).isEqualTo("Leak");
        assertThat(target.refs()).isEmpty();
    }

    @Test
    void theStopSwitchOfTheEnvironmentRefuses() {
        assertThat(run(Map.of("PUBLICATION_STOPPED", "incident 9"), "publish")).isEqualTo(2);

        assertThat(output).contains("incident 9");
    }

    @Test
    void badArgumentsAreRefusedWithoutAStackTrace() {
        for (List<String> arguments : List.of(
                List.of("publish", "--revision", "HEAD"),
                List.of("plan", "--branch", "a b"),
                List.of("plan", "--revision", "nothing"),
                List.of("epoch", "--expected-tip", "abc"),
                List.of("plan", "--no-such-option"),
                List.of("import", "--ref", "main"),
                List.of("no-such-command"))) {
            assertThat(run(Map.of(), arguments.toArray(String[]::new)))
                    .as(arguments.toString())
                    .isEqualTo(2);
            assertThat(output).doesNotContain("\tat ");
        }
    }

    @Test
    void helpIsGivenWithoutWhatACommandNeeds() {
        assertThat(call(Map.of(), "--help")).isZero();
        assertThat(output).contains("plan", "publish", "verify", "audit", "epoch", "import", "Exit codes");
        assertThat(call(Map.of(), "import", "--help")).isZero();
        assertThat(output).contains("--pull-request").doesNotContain("Missing");
    }

    @Test
    void aPublicFolderIsMeantAsSeenFromWhereTheProgramWasStarted() {
        Path here = Path.of("").toAbsolutePath();

        assertThat(call(
                        Map.of(),
                        "--private",
                        source.folder().toString(),
                        "--public",
                        here.relativize(target.folder()).toString()))
                .isZero();
    }

    @Test
    void aRepositoryOutOfReachIsAFault() {
        assertThat(call(
                        Map.of(),
                        "plan",
                        "--private",
                        source.folder().toString(),
                        "--public",
                        folder.resolve("nowhere").toString()))
                .isEqualTo(70);
        assertThat(output).contains("nothing was published").doesNotContain("\tat ");
    }

    @Test
    void everythingWrittenByStrangersIsHarmlessInTheReport() {
        source.main(source.commit(
                "Say | `hi` <img src=x> @maintainers\n",
                files("# SPDX-License-Identifier: AGPL-3.0-only\nname: two\n"),
                source.main().orElseThrow()));

        assertThat(run(Map.of(), "plan")).isZero();

        assertThat(output).doesNotContain("<img").doesNotContain("@maintainers").contains("Say \\| \\`hi\\`");
    }

    private static Map<String, String> files(String text) {
        Map<String, String> files = new TreeMap<>();
        files.put(".github/publication.yaml", POLICY);
        files.put("LICENSE", licence());
        files.put("core/a.yml", text);
        files.put("cloud/b.yml", "acme");
        return files;
    }

    private static String licence() {
        try {
            return Files.readString(Path.of(System.getProperty("casys.root", "../.."), "LICENSE"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private int run(Map<String, String> environment, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--private",
                source.folder().toString(),
                "--public",
                target.folder().toString()));
        return call(environment, all.toArray(String[]::new));
    }

    private int call(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            int code = Main.run(environment, stream, stream, arguments);
            output = bytes.toString(StandardCharsets.UTF_8);
            return code;
        }
    }
}
