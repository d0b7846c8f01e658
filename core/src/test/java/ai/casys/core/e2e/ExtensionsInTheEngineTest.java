// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole engine with, and without, an extension on its class path. */
@Tag("slow")
class ExtensionsInTheEngineTest {

    private static final Map<String, String> SWITCHED_ON =
            Map.of("GITHUB_CLIENT_ID", "client", "ENABLE_ANALYTICS", "true");

    @TempDir
    private Path folder;

    @Test
    void anExtensionServesItsRoutesFromItsOwnTablesAndOnlyToThoseWithACredential() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        try (EngineProcess engine =
                EngineProcess.start(home, SWITCHED_ON, installed()).ready()) {
            assertThat(send(engine, "GET", "", false).statusCode()).isEqualTo(401);
            assertThat(engine.get("/api/v1/tools").statusCode()).isEqualTo(401);
            assertThat(send(engine, "POST", "first note", true).statusCode()).isEqualTo(201);
        }
        try (EngineProcess again =
                EngineProcess.start(home, SWITCHED_ON, installed()).ready()) {
            HttpResponse<byte[]> notes = send(again, "GET", "", true);
            assertThat(new String(notes.body(), StandardCharsets.UTF_8)).isEqualTo("[\"first note\"]");
        }
        try (EngineProcess off = EngineProcess.start(home, Map.of("GITHUB_CLIENT_ID", "client"), installed())
                .ready()) {
            assertThat(send(off, "GET", "", true).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aFlagWithoutItsExtensionEndsTheProgramWith78AndSaysWhatToDo() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        EngineProcess engine = EngineProcess.start(home, SWITCHED_ON, folder);
        assertThat(engine.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(engine.process().exitValue()).isEqualTo(78);
        assertThat(engine.log()).contains("ENABLE_ANALYTICS").doesNotContain("\tat ");
    }

    private Path installed() throws IOException {
        Path services = Files.createDirectories(folder.resolve("extension/META-INF/services"));
        Files.writeString(services.resolve("ai.casys.core.spi.Extension"), NotesExtension.class.getName() + "\n");
        return folder.resolve("extension");
    }

    private static HttpResponse<byte[]> send(EngineProcess engine, String method, String body, boolean credential) {
        HttpRequest.Builder request = HttpRequest.newBuilder(engine.url().resolve("/api/v1/notes"))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (credential) {
            request.header("Authorization", "Bearer " + engine.token());
        }
        return engine.send(request.build());
    }
}
