// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.settings.ServerDefinition;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerLogTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T10:00:00Z"));

    @TempDir
    private Path folder;

    @Test
    void configuredSecretsAreNeverWritten() throws IOException {
        ServerDefinition definition = new ServerDefinition.Stdio(
                "github",
                "npx",
                List.of(),
                Map.of("TOKEN", "ghp_0123456789", "KEY", "-----BEGIN\nMIIEowIBAAKCAQ\n-----END", "DEBUG", "true"),
                Optional.empty());
        try (ServerLog log = log(definition, 1 << 20)) {
            log.line("true: token ghp_0123456789, key MIIEowIBAAKCAQ!");
        }
        assertThat(Files.readString(file()))
                .isEqualTo("2026-11-20T10:00:00Z true: token [redacted], key [redacted]!\n");
    }

    @Test
    void headersAndQueriesOfAnAddressAreSecretsToo() {
        Redactor redactor = Redactor.of(new ServerDefinition.Http(
                "remote",
                ServerDefinition.HttpKind.STREAMABLE,
                URI.create("https://ada:password1@example.org/mcp?api_key=abcdefgh12&v=1"),
                Map.of("Authorization", "Bearer eyJhbGciOi")));

        assertThat(redactor.redact("eyJhbGciOi abcdefgh12 ada:password1 v=1"))
                .isEqualTo("[redacted] [redacted] [redacted] v=1");
    }

    @Test
    void controlCharactersCannotForgeLinesOrColours() throws IOException {
        try (ServerLog log = log(Doubles.stdio("a"), 1 << 20)) {
            log.line("ok\r\n2026 forged \u001b[31mred\u001b[0m \u202etxt.exe");
        }
        assertThat(Files.readAllLines(file()))
                .singleElement()
                .asString()
                .contains("ok\\u000d\\u000a2026 forged \\u001b[31mred\\u001b[0m \\u202etxt.exe");
    }

    @Test
    void aChattyServerCannotFillTheDisk() throws IOException {
        try (ServerLog log = log(Doubles.stdio("a"), 10_000)) {
            for (int i = 0; i < 2_000; i++) {
                log.line("line " + i + " " + "x".repeat(i == 7 ? 100_000 : 50));
            }
            assertThat(log.lastLines()).hasSizeLessThan(100).last().asString().startsWith("line 1999");
        }
        assertThat(Files.size(file())).isLessThanOrEqualTo(10_000);
        assertThat(Files.size(folder.resolve("a.log.1"))).isLessThanOrEqualTo(10_000);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    private ServerLog log(ServerDefinition definition, int maxBytes) {
        return new ServerLog(file(), maxBytes, Redactor.of(definition), CLOCK);
    }

    private Path file() {
        return folder.resolve("a.log");
    }
}
