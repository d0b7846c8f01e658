// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "casys is a POSIX shell script; Windows has casys.cmd")
class LauncherTest {
    private Launcher launcher;

    @BeforeEach
    void checkout(@TempDir Path folder) throws Exception {
        launcher = new Launcher(folder);
    }

    @Test
    void aNewEnoughJdkIsFoundAlthoughJavaHomeIsOlder() throws Exception {
        launcher.with("JAVA_HOME", launcher.jdk("old java", "17.0.15").toString());
        launcher.jdk("jvm/java-21", "21.0.2");
        Path expected = launcher.jdk("jvm/some jdk", "25.0.1");
        launcher.maven("mavens/m", "3.9.11", "");

        var outcome = launcher.run("version");

        assertThat(outcome.errors()).contains("building for the first time");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.output()).contains("java=" + expected + "/bin/java").contains("argument=version");
        assertThat(launcher.buildLines()).singleElement().asString().contains("JAVA_HOME=" + expected + " ");
    }

    @Test
    void javaHomeComesFirst() throws Exception {
        Path home = launcher.jdk("mine", "26");
        launcher.with("JAVA_HOME", home.toString()).jdk("jvm/jdk-25", "25");
        launcher.maven("mavens/m", "3.8.7", "");

        assertThat(launcher.run("version").output()).contains("java=" + home + "/bin/java");
    }

    @Test
    void theJdkBehindALinkOnThePathIsFound() throws Exception {
        Path home = launcher.jdk("elsewhere/jdk", "25");
        Files.createSymbolicLink(launcher.folder().resolve("tools/java"), home.resolve("bin/java"));
        launcher.maven("mavens/m", "4.0.1", "");

        assertThat(launcher.run("version").output()).contains("java=" + home + "/bin/java");
    }

    @Test
    void jdksOfToolsInTheHomeFolderAreFound() throws Exception {
        Path home = launcher.jdk("home/.sdkman/candidates/java/25-tem", "25.0.1");
        launcher.maven("mavens/m", "3.9.0", "");

        assertThat(launcher.run("version").output()).contains("java=" + home + "/bin/java");
    }

    @Test
    void aMissingJdkIsExplainedWithTheCommandThatInstallsIt() throws Exception {
        launcher.jdk("jvm/java-17", "17.0.15");
        launcher.jdk("jvm/java-8", "1.8.0_402");

        var outcome = launcher.run("serve");

        assertThat(outcome.exit()).isEqualTo(78);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors())
                .contains("needs a JDK 25", "Java 17 in ", "Java 8 in ", "sdk install java 25", "JAVA_HOME");
    }

    @Test
    void aMissingOrOldMavenIsExplainedWithTheCommandThatInstallsIt() throws Exception {
        launcher.jdk("jvm/jdk-25", "25");

        var missing = launcher.run("serve");
        launcher.maven("mavens/m", "3.6.3", "");
        var old = launcher.run("serve");

        assertThat(List.of(missing.exit(), old.exit())).containsOnly(78);
        assertThat(missing.errors()).contains("Maven 3.8.7 or newer", "sdk install maven", "MAVEN_HOME");
        assertThat(old.errors()).contains("Maven 3.6.3: ");
    }

    @Test
    void aRuntimeWithoutCompilerRunsWhatIsBuiltButDoesNotBuild() throws Exception {
        Path runtime = launcher.runtime("jvm/jre-25", "25");
        launcher.maven("mavens/m", "3.9.0", "");

        assertThat(launcher.run("version"))
                .returns(78, Launcher.Outcome::exit)
                .extracting(Launcher.Outcome::errors)
                .asString()
                .contains("a runtime without compiler");

        build();
        assertThat(launcher.run("version").output()).contains("java=" + runtime + "/bin/java");
    }

    @Test
    void aLinkToTheScriptWorksFromAnyFolderAndKeepsIt() throws Exception {
        ready();
        Path link = launcher.folder().resolve("bin with space/casys");
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(launcher.folder().resolve("first"), Path.of("a checkout/casys"));
        Files.createSymbolicLink(link, Path.of("../first"));

        var outcome = launcher.run(link, link.getParent(), "", "tools", "a b", "", "*");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.output())
                .contains("cwd=" + link.getParent().toRealPath())
                .contains("argument=tools\nargument=a b\nargument=\nargument=*\n")
                .contains("argument=-Dcasys.launcher=" + launcher.root().toRealPath() + "/casys");
    }

    @Test
    void standardInputAndOutputBelongToTheProgramEvenWhileBuilding() throws Exception {
        launcher.jdk("jvm/jdk-25", "25");
        launcher.maven("mavens/m", "3.9.0", "");

        var outcome = launcher.run(launcher.root().resolve("casys"), launcher.folder(), "{\"id\":1}\n", "stdio");

        assertThat(outcome.output()).startsWith("java=").endsWith("argument=stdio\n{\"id\":1}\n");
        assertThat(outcome.errors()).contains("output of Maven");
    }

    @Test
    void onlyChangedSourcesAreBuilt() throws Exception {
        ready();
        assertThat(launcher.buildLines()).hasSize(1);
        launcher.run("version");
        assertThat(launcher.buildLines()).as("nothing has changed").hasSize(1);

        Files.writeString(launcher.root().resolve("shared/src/main/java/Shared.java"), "changed");
        assertThat(launcher.run("version").errors()).contains("sources have changed");
        assertThat(launcher.buildLines()).as("a changed file").hasSize(2);

        launcher.ageSources();
        Files.delete(launcher.root().resolve("core/src/main/java/Other.java"));
        launcher.run("version");
        assertThat(launcher.buildLines()).as("a removed file").hasSize(3);

        launcher.ageSources();
        Files.delete(launcher.root().resolve("core/target/casys-core-1.jar"));
        launcher.run("version");
        assertThat(launcher.buildLines()).as("a removed jar").hasSize(4);
    }

    @Test
    void aFailedBuildStartsNothingNotEvenTheOldJar() throws Exception {
        ready();
        Files.writeString(launcher.root().resolve("core/pom.xml"), "changed");
        launcher.maven("mavens/m", "3.9.0", "echo 'does not compile'; exit 1");

        var outcome = launcher.run("serve");
        var again = launcher.run("serve");

        assertThat(outcome.exit()).isEqualTo(70);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors()).contains("does not compile", "the build failed");
        assertThat(again.exit()).isEqualTo(70);
    }

    @Test
    void twoCallsAtOnceBuildOnce() throws Exception {
        launcher.jdk("jvm/jdk-25", "25");
        launcher.maven("mavens/m", "3.9.0", "while [ ! -e \"" + launcher.folder() + "/go\" ]; do sleep 0.05; done");

        Process first = launcher.start(launcher.root().resolve("casys"), launcher.folder(), "version");
        Process second = launcher.start(launcher.root().resolve("casys"), launcher.folder(), "version");
        first.getOutputStream().close();
        second.getOutputStream().close();
        Files.createFile(launcher.folder().resolve("go"));

        assertThat(launcher.outcome(first).exit()).isZero();
        assertThat(launcher.outcome(second).exit()).isZero();
        assertThat(launcher.buildLines()).hasSize(1);
        assertThat(launcher.root().resolve("target/casys-build.lock")).doesNotExist();
    }

    @Test
    void theLockOfAKilledBuildIsTakenAway() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path lock = launcher.root().resolve("target/casys-build.lock");
        Files.createDirectories(lock.getParent());
        Files.writeString(lock, ended.pid() + "\n");

        ready();

        assertThat(launcher.buildLines()).hasSize(1);
        try (var left = Files.list(lock.getParent())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void anEditionIsAModuleFolderThatIsBuiltAndJoinsTheClassPath() throws Exception {
        launcher.source("extra/pom.xml");
        launcher.jdk("jvm/jdk-25", "25");
        launcher.maven("mavens/m", "3.9.0", "mkdir -p extra/target && : >extra/target/extra-1.jar");

        var outcome = launcher.run("serve", "--edition", "extra", "--port", "0");

        assertThat(launcher.buildLines()).singleElement().asString().contains("-pl core,extra");
        assertThat(outcome.output())
                .contains("edition=extra", "/a checkout/extra/target/extra-1.jar", "argument=serve\nargument=--port")
                .doesNotContain("argument=--edition");
    }

    @Test
    void anEditionThatIsNotHereIsLeftToTheProgram() throws Exception {
        ready();

        assertThat(launcher.with("CASYS_EDITION", "absent").run("serve").output())
                .contains("edition=absent");
        assertThat(launcher.run("call", "--edition", "mine").output())
                .contains("argument=call\nargument=--edition\nargument=mine");
    }

    @Test
    void jarsOfTheExtensionsFolderAndFurtherOptionsReachTheJvm() throws Exception {
        ready();
        Path extensions = Files.createDirectories(launcher.folder().resolve("my extensions"));
        Files.createFile(extensions.resolve("one.jar"));
        Files.createFile(extensions.resolve("one-sources.jar"));

        var outcome = launcher.with("CASYS_EXTENSIONS", extensions.toString())
                .with("CASYS_JAVA_OPTS", "-Done=1 -Xmx64m")
                .run("version");

        assertThat(outcome.output())
                .contains("argument=-Done=1\nargument=-Xmx64m\n", "casys-core-1.jar:" + extensions + "/one.jar\n")
                .doesNotContain("sources");
    }

    @Test
    void classesAreKeptInTheHomeOnlyWhereItCanBeWritten() throws Exception {
        ready();
        Path file = Files.createFile(launcher.folder().resolve("not-a-folder"));

        assertThat(launcher.run("version").output())
                .contains("-XX:SharedArchiveFile=" + launcher.folder().resolve("home/.casys/cache/casys-command-"));
        assertThat(launcher.with("CASYS_HOME", file.toString()).run("version").output())
                .doesNotContain("SharedArchive")
                .contains("argument=version");
    }

    @Test
    void quickTestsLeaveTheSlowGroupsOut() throws Exception {
        ready();

        launcher.run("test", "--quick", "-pl", "core");
        launcher.run("test");

        assertThat(launcher.buildLines().get(1))
                .endsWith(" -ntp verify -Dcasys.excludedGroups=slow,peers,chaos,browser -pl core");
        assertThat(launcher.buildLines().get(2)).endsWith(" -ntp verify");
    }

    @Test
    void helpNeedsNothing() throws Exception {
        assertThat(launcher.run("help").output()).contains("./casys COMMAND", "test --quick");
        assertThat(launcher.run("--help").exit()).isZero();
        assertThat(launcher.buildLines()).isEmpty();
    }

    @Test
    void helpAlsoShowsTheProgramsOnceItIsBuilt() throws Exception {
        ready();

        assertThat(launcher.run("help").output()).contains("./casys COMMAND", "argument=help\n");
        assertThat(launcher.run("help", "serve").output())
                .contains("argument=help\nargument=serve\n")
                .doesNotContain("./casys COMMAND");
    }

    private void ready() throws Exception {
        launcher.jdk("jvm/jdk-25", "25");
        launcher.maven("mavens/m", "3.9.0", "");
        assertThat(launcher.run("version").exit()).isZero();
    }

    /** Builds with a JDK that is gone afterwards. */
    private void build() throws Exception {
        Path home = launcher.jdk("builder", "25");
        assertThat(launcher.with("JAVA_HOME", home.toString()).run("version").exit())
                .isZero();
        launcher.with("JAVA_HOME", launcher.folder().resolve("gone").toString());
    }
}
