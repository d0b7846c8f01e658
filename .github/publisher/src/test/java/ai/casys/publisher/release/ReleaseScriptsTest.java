// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.casys.publisher.localgit.LocalGit;
import ai.casys.publisher.localgit.LocalGit.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code .github/casys-release}, {@code -sign} and {@code -images}, with programs in place of Maven and Docker that do what
 * those would: what is refused, what is asked for, what comes out.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "releases are made on Linux, with its tar and sha256sum")
class ReleaseScriptsTest {
    private static final String DIGEST = "eclipse-temurin@sha256:" + "ab".repeat(32);

    @TempDir
    private Path folder;

    private LocalGit tree = LocalGit.in(Path.of(""));

    @BeforeEach
    void publicTree() throws Exception {
        tree = LocalGit.tree(folder.resolve("public"));
        tree.write("pom.xml", "<project>\n  <artifactId>casys</artifactId>\n  <version>1.2.3</version>\n</project>\n")
                .write("LICENSE", "AGPL\n")
                .write("README.md", "hello\n")
                .write(".gitignore", "target/\n")
                .commit("Release");
        program("mvn", """
                echo "mvn $*" >>'%s'
                mkdir -p core/target/lib target
                echo core >core/target/casys-core-1.2.3.jar
                echo library >core/target/lib/library.jar
                echo image >core/target/jib-image.tar
                [ ! -d cloud ] || { mkdir -p cloud/target && echo image >cloud/target/jib-image.tar; }
                echo '{}' >target/casys-sbom.json
                echo '<bom/>' >target/casys-sbom.xml
                """.formatted(folder.resolve("calls")));
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.createDirectories(folder.resolve("programs")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Result script(String name, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "bash", LocalGit.projectRoot().resolve(".github").resolve(name).toString()));
        command.addAll(List.of(arguments));
        Map<String, String> all = new HashMap<>(environment);
        all.put("PATH", folder.resolve("programs") + ":" + System.getenv("PATH"));
        return LocalGit.execute(folder, all, command);
    }

    private Result release(String out, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("--tree", tree.folder().toString(), "--out", out, "--version", "1.2.3"));
        arguments.addAll(List.of(more));
        return script("casys-release", Map.of(), arguments.toArray(String[]::new));
    }

    private List<String> names(String out) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(out))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void refused(Result result, String why) {
        assertThat(result.exit()).as(result.output()).isEqualTo(2);
        assertThat(result.output()).contains("refused").contains(why);
    }

    @Test
    void anOpenReleaseHasProgramBillOfMaterialsImagesAndSums() throws Exception {
        Result result = release("out", "--base", "amd64=" + DIGEST, "--base", "arm64=" + DIGEST);

        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(names("out"))
                .containsExactly(
                        "SHA256SUMS",
                        "casys-1.2.3-sbom.json",
                        "casys-1.2.3-sbom.xml",
                        "casys-1.2.3.tar.gz",
                        "casys-core-1.2.3-linux-amd64-image.tar",
                        "casys-core-1.2.3-linux-arm64-image.tar",
                        "casys-core-1.2.3.jar");
        Result sums = LocalGit.execute(
                folder.resolve("out"), Map.of(), List.of("sha256sum", "--strict", "--check", "SHA256SUMS"));
        assertThat(sums.exit()).as(sums.output()).isZero();
        assertThat(sums.output().lines()).hasSize(6);
        // Each image with the database of its own processor, also on a machine of another one.
        assertThat(Files.readString(folder.resolve("calls")))
                .contains("image,postgres-linux-amd64,!postgres-linux-arm64v8 -Dcasys.image.base=" + DIGEST)
                .contains("image,postgres-linux-arm64v8,!postgres-linux-amd64 -Dcasys.image.base=" + DIGEST)
                .contains("cyclonedx-maven-plugin:makeAggregateBom");
    }

    @Test
    void theArchiveIsTheSameBytesEveryTime() throws Exception {
        release("one");
        Files.setLastModifiedTime(tree.folder().resolve("README.md"), FileTime.fromMillis(1_700_000_000_000L));
        release("two");

        assertThat(folder.resolve("two/casys-1.2.3.tar.gz"))
                .hasSameBinaryContentAs(folder.resolve("one/casys-1.2.3.tar.gz"));
        assertThat(LocalGit.execute(folder, Map.of(), List.of("tar", "-tzf", "one/casys-1.2.3.tar.gz"))
                        .output()
                        .lines())
                .containsExactlyInAnyOrder(
                        "casys-1.2.3/",
                        "casys-1.2.3/LICENSE",
                        "casys-1.2.3/README.md",
                        "casys-1.2.3/casys-core-1.2.3.jar",
                        "casys-1.2.3/lib/",
                        "casys-1.2.3/lib/library.jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloud/pom.xml", "mcp-connector/pom.xml", ".github/publisher/pom.xml"})
    void aTreeThatIsNotThePublicOneIsRefused(String file) throws Exception {
        tree.write(file, "<project/>\n").commit("Private");

        refused(release("out"), "is not the public tree");
        assertThat(folder.resolve("calls")).doesNotExist();
    }

    @Test
    void thePrivateImageComesFromThePrivateTree() throws Exception {
        tree.write("cloud/pom.xml", "<project/>\n").commit("Private");

        Result result = release("out", "--edition", "cloud", "--base", "amd64=" + DIGEST);

        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(names("out")).containsExactly("SHA256SUMS", "casys-cloud-1.2.3-linux-amd64-image.tar");
        assertThat(Files.readString(folder.resolve("calls"))).contains("-pl cloud -am");
    }

    @Test
    void whatIsNoReleaseIsRefused() throws Exception {
        tree.write("pom.xml", Files.readString(tree.folder().resolve("pom.xml")).replace("1.2.3", "1.2.3-SNAPSHOT"));
        refused(release("out"), "not committed");
        tree.commit("Go on");
        refused(release("out"), "1.2.3-SNAPSHOT");
        refused(
                script(
                        "casys-release",
                        Map.of(),
                        "--tree",
                        tree.folder().toString(),
                        "--out",
                        "out",
                        "--version",
                        "v1"),
                "is no version");
        Files.writeString(Files.createDirectories(folder.resolve("full")).resolve("x"), "x");
        refused(release("full"), "not empty");
        assertThat(folder.resolve("calls")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amd64=eclipse-temurin:25-jre",
                "eclipse-temurin@sha256:00",
                "riscv=" + "x@sha256:00",
                "amd64=",
                "amd64=a@sha256:0"
            })
    void anImageThatCanBeMovedIsNoBase(String base) throws Exception {
        refused(release("out", "--base", base), "sha256");
    }

    @Test
    void aBuildThatFailsIsNoRelease() throws Exception {
        program("mvn", "exit 1\n");

        Result result = release("out");

        assertThat(result.exit()).isEqualTo(70);
        assertThat(names("out")).isEmpty();
    }

    @Test
    void signaturesVerifyAndAChangedFileIsNotSigned() throws Exception {
        assumeTrue(
                LocalGit.execute(folder, Map.of(), List.of("sh", "-c", "command -v gpg"))
                                .exit()
                        == 0,
                "skipped: there is no gpg");
        Path ring = Files.createDirectories(folder.resolve("ring"));
        assertThat(ring.toFile().setReadable(false, false)
                        && ring.toFile().setReadable(true, true)
                        && ring.toFile().setExecutable(false, false)
                        && ring.toFile().setExecutable(true, true))
                .isTrue();
        Map<String, String> own = Map.of("GNUPGHOME", ring.toString());
        gpg(own, "--passphrase", "open", "--quick-generate-key", "Test <test@casys.example>", "ed25519", "sign", "1d");
        String key = gpg(own, "--pinentry-mode", "loopback", "--passphrase", "open", "--armor", "--export-secret-keys");
        LocalGit.execute(folder, own, List.of("gpgconf", "--kill", "all"));
        release("out");

        Result signed = script("casys-release-sign", Map.of("SIGNING_KEY", key, "SIGNING_PASSPHRASE", "open"), "out");

        assertThat(signed.exit()).as(signed.output()).isZero();
        assertThat(names("out")).contains("SHA256SUMS.asc", "casys-1.2.3.tar.gz.asc", "casys-core-1.2.3.jar.asc");
        gpg(own, "--verify", "out/SHA256SUMS.asc", "out/SHA256SUMS");
        LocalGit.execute(folder, own, List.of("gpgconf", "--kill", "all"));

        assertThat(script("casys-release-sign", Map.of("SIGNING_KEY", key, "SIGNING_PASSPHRASE", "wrong"), "out")
                        .exit())
                .isNotZero();
        Files.writeString(folder.resolve("out/casys-core-1.2.3.jar"), "another\n");
        assertThat(script("casys-release-sign", Map.of("SIGNING_KEY", key, "SIGNING_PASSPHRASE", "open"), "out")
                        .exit())
                .isNotZero();
        refused(script("casys-release-sign", Map.of("SIGNING_KEY", ""), "out"), "SIGNING_KEY");
    }

    private String gpg(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("gpg", "--batch", "--quiet"));
        command.addAll(List.of(arguments));
        Result result = LocalGit.execute(folder, environment, command);
        assertThat(result.exit()).as(result.output()).isZero();
        return result.output();
    }

    @Test
    void eachImageIsPushedByItselfAndTheNameLeadsToAll() throws Exception {
        program("docker", "echo \"docker $*\" >>'%s'\ncat >/dev/null\n".formatted(folder.resolve("calls")));
        Path images = Files.createDirectories(folder.resolve("out"));
        Files.writeString(images.resolve("casys-core-1.2.3-linux-amd64-image.tar"), "x");
        Files.writeString(images.resolve("casys-core-1.2.3-linux-arm64-image.tar"), "x");

        Result result = script(
                "casys-release-images",
                Map.of("REGISTRY_USER", "robot", "REGISTRY_TOKEN", "hush"),
                "out",
                "casys:1.2.3",
                "registry.example/casys:1.2.3");

        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(Files.readAllLines(folder.resolve("calls")))
                .noneMatch(line -> line.contains("hush"))
                .contains(
                        "docker login registry.example --username robot --password-stdin",
                        "docker push registry.example/casys:1.2.3-amd64",
                        "docker push registry.example/casys:1.2.3-arm64",
                        "docker buildx imagetools create --tag registry.example/casys:1.2.3"
                                + " registry.example/casys:1.2.3-amd64 registry.example/casys:1.2.3-arm64")
                .last()
                .isEqualTo("docker logout registry.example");
    }
}
