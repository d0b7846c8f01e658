// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of the keyset. */
@Tag("slow")
final class KeysetInTheEngineTest {

    @TempDir
    private Path home;

    private record Ended(int exitCode, String output) {}

    @Test
    void anEngineWithoutTheKeysetOfItsDatabaseDoesNotStartUntilTheLossIsAccepted() throws Exception {
        try (EngineProcess engine = EngineProcess.start(home).ready()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys())))
                    .isEqualTo("rw-------");
            assertThat(engine.log()).contains("made a new keyset").doesNotContain(secret());
        }
        Ended rotated = run("keys", "rotate");
        assertThat(rotated.exitCode()).as(rotated.output()).isZero();
        assertThat(rotated.output()).doesNotContain(secret());
        try (EngineProcess engine = EngineProcess.start(home).ready()) {
            assertThat(engine.json("/api/v1/status").path("version").asString()).isNotEmpty();
        }

        Files.delete(keys());
        Ended refused = run("serve", "--port", "0");
        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(78);
        assertThat(refused.output()).contains("keys.json", "casys keys accept").doesNotContain("\tat ");
        assertThat(keys()).doesNotExist();

        Ended accepted = run("keys", "accept");
        assertThat(accepted.exitCode()).as(accepted.output()).isZero();
        assertThat(accepted.output()).contains("given up");
        try (EngineProcess engine = EngineProcess.start(home).ready()) {
            assertThat(engine.get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    private Path keys() {
        return home.resolve("keys.json");
    }

    private String secret() throws IOException {
        String json = Files.readString(keys());
        return json.substring(json.indexOf("\"secret\"") + 12)
                .lines()
                .findFirst()
                .orElseThrow()
                .substring(0, 43);
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        Path output = home.resolve("test-command.log");
        ProcessBuilder builder = new ProcessBuilder(EngineProcess.command(arguments));
        EngineProcess.environment(builder, home);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(Redirect.to(output.toFile()))
                .start();
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
