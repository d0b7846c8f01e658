// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.shared.jsonrpc.RawJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ReplayServerTest {

    @Test
    @Timeout(60)
    void aRecordedListIsReplayedPageByPage(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("own.json");
        Files.writeString(file, """
                {"id":"own","version":"3","tools":[{"name":"a","inputSchema":{}},{"name":"b","inputSchema":{}},
                 {"name":"c","inputSchema":{},"x":{"kept":true}}]}""");
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReplayServer.class.getName(),
                        file.toString(),
                        "2")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader answers = server.inputReader(StandardCharsets.UTF_8)) {
            JsonNode hello = ask(server, answers, "1", "initialize", "{\"protocolVersion\":\"2099-01-01\"}");
            assertThat(hello.at("/result/protocolVersion").asString()).isEqualTo("2025-11-25");
            JsonNode first = ask(server, answers, "\"two\"", "tools/list", "{}");
            assertThat(first.path("id").asString()).isEqualTo("two");
            assertThat(first.at("/result/tools")).hasSize(2);
            String cursor = first.at("/result/nextCursor").asString();
            JsonNode second = ask(server, answers, "3", "tools/list", "{\"cursor\":\"" + cursor + "\"}");
            assertThat(second.at("/result/tools/0/x/kept").asBoolean()).isTrue();
            assertThat(second.path("result").has("nextCursor")).isFalse();
            JsonNode called = ask(server, answers, "4", "tools/call", "{\"name\":\"a\",\"arguments\":{\"n\":1}}");
            assertThat(called.at("/result/content/0/text").asString())
                    .isEqualTo("{\"tool\":\"a\",\"arguments\":{\"n\":1}}");
            assertThat(ask(server, answers, "5", "tools/list", "{\"cursor\":\"x\"}")
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(-32602);
            server.getOutputStream().close();
            assertThat(server.waitFor()).isZero();
        } finally {
            server.destroyForcibly();
        }
    }

    private static JsonNode ask(Process server, BufferedReader answers, String id, String method, String parameters)
            throws IOException {
        String request =
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}\n";
        server.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        server.getOutputStream().flush();
        return RawJson.parse(answers.readLine()).tree();
    }
}
