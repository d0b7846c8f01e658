// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.cloud.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.casys.cloud.publication.SourceTree;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No private part needs another: a copy without one of them builds. (That the open tree builds, passes and runs without
 * any of them is the publisher's proof before each publication.) The outer build has checked every source, so the inner
 * ones leave Error Prone out, which takes most of a compiler's time.
 */
@Tag("slow")
class PrivatePartsApartTest {
    /** Set in the builds that this test starts, so that none of them starts another. */
    private static final String INNER_BUILD = "CASYS_TEST_INNER_BUILD";

    @TempDir
    private Path folder;

    @BeforeEach
    void onlyInTheOuterBuild() {
        assumeTrue(System.getenv(INNER_BUILD) == null, "a build started by this test does not start another");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloud", "mcp-connector", ".github/publisher"})
    void withoutOnePrivatePartTheOthersBuild(String part) throws Exception {
        assumeTrue(
                Files.isDirectory(SourceTree.root().resolve(part)),
                () -> "there is no " + part + " that could be missing");
        // What tests need is resolved too, just not compiled: they see nothing that the poms do not name.
        maven(copyWithout(Set.of(part)), "test-compile", "-Dmaven.test.skip=true");
    }

    private Path copyWithout(Set<String> parts) throws Exception {
        Path copy = Files.createDirectories(folder.resolve("tree"));
        for (String file : SourceTree.files()) {
            if (parts.stream().anyMatch(part -> file.startsWith(part + "/"))) {
                continue;
            }
            Path target = copy.resolve(file);
            Files.createDirectories(target.getParent());
            Files.copy(SourceTree.root().resolve(file), target, LinkOption.NOFOLLOW_LINKS);
            target.toFile().setExecutable(Files.isExecutable(SourceTree.root().resolve(file)));
        }
        return copy;
    }

    /** Offline: the build that runs this test has fetched everything already. */
    private void maven(Path copy, String... arguments) throws Exception {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        String name = windows ? "mvn.cmd" : "mvn";
        String home = System.getProperty("casys.maven.home", "");
        List<String> command = new ArrayList<>();
        command.add(home.isEmpty() ? name : Path.of(home, "bin", name).toString());
        command.addAll(List.of("-B", "-o", "-ntp", "-Dcasys.checks=-XDchecked"));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("build.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put(INNER_BUILD, "true");
        // What Maven was told about the outer tree would point the inner build back at it.
        builder.environment().remove("MAVEN_PROJECTBASEDIR");
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(30, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(log);
        assertThat(process.waitFor())
                .as(() -> String.join("\n", lines.subList(Math.max(0, lines.size() - 80), lines.size())))
                .isZero();
    }
}
