// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.casys.publisher.check.Finding;
import ai.casys.publisher.check.WorkingCopy;
import ai.casys.publisher.check.Workshop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.jgit.lib.FileMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The published tree stands alone, and one that does not is noticed. Most tests here use a small tree whose script acts
 * as the real one would; the last one uses this very tree.
 */
class StandsAloneTest {
    private static final String POLICY = """
            version: 1
            roots: [casys, core]
            private: [.github, cloud]
            forbidden: ['ai[./]casys[./]cloud', 'billing']
            tolerated:
              - {file: core/src/main/java/core/Flag.java, pattern: ENABLE_BILLING, reason: the flag}
            """;

    private static final String SERVER = """
            import com.sun.net.httpserver.HttpServer;
            import java.net.InetSocketAddress;
            void main(String[] arguments) throws Exception {
                HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
                server.createContext("/health/ready", exchange -> {
                    exchange.sendResponseHeaders(Integer.parseInt(arguments[0]), -1);
                    exchange.close();
                });
                server.start();
                System.out.println("MCP endpoint  http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
            }
            """;

    @TempDir
    private Path folder;

    private Path scratch;
    private final Map<String, String> environment = new HashMap<>(System.getenv());

    @BeforeEach
    void prepare() throws IOException {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "the small tree has a shell script");
        scratch = Files.createDirectories(folder.resolve("scratch"));
    }

    @Test
    void aTreeThatBuildsAndRunsHasNoFindings() throws Exception {
        assertThat(findings(Depth.QUICK, "exit 0", "exit 0", server(200), new byte[0]))
                .isEmpty();
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        findings(Depth.QUICK, "exit 0", "exit 0", server(200), new byte[0]);

        try (Stream<Path> left = Files.list(scratch)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aBuildThatFailsIsFoundWithItsLastLines() throws Exception {
        assertThat(findings(Depth.QUICK, "echo no such module; exit 70", "exit 0", server(200), new byte[0]))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo("stands-alone");
                    assertThat(finding.place()).isEqualTo("./casys build");
                    assertThat(finding.problem()).startsWith("ended with 70").endsWith("no such module");
                });
    }

    @Test
    void testsThatFailAreFound() throws Exception {
        assertThat(findings(Depth.FULL, "exit 0", "exit 1", server(200), new byte[0]))
                .singleElement()
                .satisfies(finding -> assertThat(finding.place()).isEqualTo("./casys test"));
    }

    @Test
    void testsAreLeftOutWhereOnlyTheBuildIsAskedFor() throws Exception {
        assertThat(findings(Depth.BUILD, "exit 0", "exit 1", server(200), new byte[0]))
                .isEmpty();
    }

    @Test
    void aProgramThatEndsAtOnceIsFound() throws Exception {
        assertThat(findings(Depth.QUICK, "exit 0", "exit 0", "echo oh; exit 3", new byte[0]))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.place()).isEqualTo("./casys serve");
                    assertThat(finding.problem()).startsWith("ended with 3").endsWith("oh");
                });
    }

    @Test
    void aClassThatUsesAPrivateOneIsFoundInTheJar() throws Exception {
        byte[] jar = jar("core/Fine.class", classThatUses("ai.casys.cloud.Quota"));

        assertThat(findings(Depth.BUILD, "exit 0", "exit 0", server(200), jar))
                .extracting(Finding::problem)
                .allMatch(problem -> problem.contains("ai/casys/cloud"))
                .isNotEmpty();
    }

    @Test
    void aServiceFileThatNamesAPrivateClassIsFoundInTheJar() throws Exception {
        byte[] jar = jar("META-INF/services/core.Spi", "ai.casys.cloud.Quota".getBytes(StandardCharsets.UTF_8));

        assertThat(findings(Depth.BUILD, "exit 0", "exit 0", server(200), jar))
                .extracting(Finding::place)
                .containsExactly("core/src/main/resources/META-INF/services/core.Spi!/META-INF/services/core.Spi:1");
    }

    @Test
    void whatIsToleratedInASourceIsToleratedInItsClass() throws Exception {
        byte[] tolerated = jar("core/Flag$Reader.class", classWithText("ENABLE_BILLING"));
        byte[] other = jar("core/Other.class", classWithText("ENABLE_BILLING"));

        assertThat(findings(Depth.BUILD, "exit 0", "exit 0", server(200), tolerated))
                .isEmpty();
        assertThat(findings(Depth.BUILD, "exit 0", "exit 0", server(200), other))
                .hasSize(1);
    }

    @Test
    void aBuildThatMakesNoJarIsFound() throws Exception {
        assertThat(findings(Depth.BUILD, "rm -r core/target; exit 0", "exit 0", server(200), new byte[0]))
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).isEqualTo("the build made no jar"));
    }

    @Test
    void theBuildSeesNoKeyOfThePublisherAndNothingOfOursInItsMavenRepository() throws Exception {
        environment.put("DEPLOY_KEY", "do not tell");
        environment.put("GIT_SSH_COMMAND", "ssh -i do-not-tell");
        environment.put("CASYS_EDITION", "cloud");
        Path maven = folder.resolve("maven");
        Files.createDirectories(maven.resolve("ai/casys/casys-cloud"));
        Files.createDirectories(maven.resolve("ai/casys-like"));
        Files.writeString(maven.resolve("ai/casys/casys-cloud/cloud.jar"), "");
        Files.writeString(maven.resolve("ai/casys-like/fine.jar"), "as it was");
        Files.writeString(maven.resolve("ai/casys-like/_remote.repositories"), "as it was");
        String build = """
                env > "$CASYS_HOME-environment"
                if env | grep -q -e 'do.not.tell' -e CASYS_EDITION; then echo told; exit 1; fi
                repository=${MAVEN_OPTS#-Dmaven.repo.local=}
                if [ -e "$repository/ai/casys" ]; then echo ours; exit 1; fi
                [ -s "$repository/ai/casys-like/fine.jar" ] || { echo lost; exit 1; }
                echo changed >> "$repository/ai/casys-like/_remote.repositories"
                exit 0
                """;

        assertThat(findings(Depth.BUILD, build, "exit 0", server(200), new byte[0]))
                .isEmpty();
        assertThat(maven.resolve("ai/casys-like/_remote.repositories")).hasContent("as it was");
    }

    @Test
    @Tag("slow")
    void thisVeryTreeBuildsAndPassesItsTestsAndRunsAlone() throws Exception {
        List<Finding> findings = new ArrayList<>();
        try (Workshop workshop = new Workshop(folder)) {
            WorkingCopy.commitTo(workshop);
            Conditions conditions = Conditions.ofThisMachine(Depth.QUICK, System.getenv());
            workshop.plan(
                    List.of(new StandsAlone(conditions, System.out::println)),
                    plan -> plan.findings().stream()
                            .filter(finding -> finding.check().equals("stands-alone"))
                            .forEach(findings::add));
        }

        assertThat(findings).isEmpty();
    }

    private List<Finding> findings(Depth depth, String build, String test, String serve, byte[] jar) throws Exception {
        Path place = Files.createTempDirectory(folder, "tree");
        List<Finding> findings = new ArrayList<>();
        try (Workshop workshop = new Workshop(place)) {
            workshop.file(".github/publication.yaml", POLICY);
            workshop.file("core/prepared.jar", jar.length == 0 ? jar("core/Fine.class", classThatUses("a.B")) : jar);
            workshop.file("core/Server.java", SERVER);
            workshop.item("casys", FileMode.EXECUTABLE_FILE, workshop.blob("""
                    #!/bin/sh
                    cd "$(dirname "$0")" || exit 1
                    mkdir -p core/target && cp core/prepared.jar core/target/core.jar
                    case $1 in
                    build)
                    %s
                    ;;
                    test)
                    %s
                    ;;
                    serve)
                    %s
                    ;;
                    esac
                    """.formatted(build, test, serve)
                    .getBytes(StandardCharsets.UTF_8)));
            workshop.commit("Begin");
            Conditions conditions = new Conditions(
                    depth, folder.resolve("maven"), Path.of(System.getProperty("java.home")), environment, scratch);
            workshop.plan(
                    List.of(new StandsAlone(conditions, _ -> {})),
                    plan -> plan.findings().stream()
                            .filter(finding -> finding.check().equals("stands-alone"))
                            .forEach(findings::add));
        }
        return findings;
    }

    private static String server(int status) {
        return "exec \"$JAVA_HOME/bin/java\" core/Server.java " + status;
    }

    private static byte[] classThatUses(String name) {
        return ClassFile.of()
                .build(ClassDesc.of("core.Fine"), builder -> builder.withField("field", ClassDesc.of(name), 0));
    }

    private static byte[] classWithText(String text) {
        return ClassFile.of()
                .build(
                        ClassDesc.of("core.Fine"),
                        builder -> builder.constantPool().utf8Entry(text));
    }

    private static byte[] jar(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }
}
