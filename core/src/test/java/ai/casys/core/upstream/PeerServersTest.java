// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.casys.core.settings.ServerDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The reference servers of the protocol's own project. Needs node, and {@code CASYS_TEST_NPM}: a folder whose
 * {@code node_modules} holds them.
 */
@Tag("peers")
final class PeerServersTest {

    @TempDir
    private Path home;

    private Path packages = Path.of("");

    @BeforeEach
    void findThePackages() {
        String folder = System.getenv().getOrDefault("CASYS_TEST_NPM", "");
        packages = Path.of(folder, "node_modules", "@modelcontextprotocol");
        boolean found = !folder.isBlank() && Files.isDirectory(packages.resolve("server-everything"));
        if ("true".equals(System.getenv("CI"))) {
            assertThat(found)
                    .as("CASYS_TEST_NPM names a folder with the reference servers")
                    .isTrue();
        }
        assumeTrue(found, "CASYS_TEST_NPM names no folder with the reference servers");
    }

    @Test
    void theReferenceServersAreReadyAndAnswer() throws Exception {
        Path files = Files.createDirectory(home.resolve("files")).toRealPath();
        Files.writeString(files.resolve("hello.txt"), "hello from a file");
        try (Bench bench = new Bench(home.resolve("casys"))
                .with(
                        node("everything", "stdio"),
                        node("filesystem", files.toString()),
                        node("memory"),
                        node("sequential-thinking"))) {
            for (String name : List.of("everything", "filesystem", "memory", "sequential-thinking")) {
                bench.await(name, ServerState.READY);
                assertThat(bench.status(name).toolCount()).as(name).isPositive();
            }
            assertThat(bench.text("everything", "echo", "{\"message\":\"hi\"}")).contains("hi");
            JsonNode image = bench.call("everything", "get-tiny-image", "{}").tree();
            assertThat(image.findValuesAsString("type")).contains("image");
            assertThat(bench.text(
                            "filesystem",
                            "read_text_file",
                            "{\"path\":\""
                                    + files.resolve("hello.txt").toString().replace("\\", "\\\\") + "\"}"))
                    .isEqualTo("hello from a file");
            assertThat(bench.call("memory", "read_graph", "{}").toString()).contains("entities");
        }
    }

    @Test
    void aReferenceServerThatIsKilledComesBackAndNothingStays() throws Exception {
        List<ProcessHandle> processes = new ArrayList<>();
        try (Bench bench = new Bench(home).with(node("everything", "stdio"))) {
            for (int i = 0; i < 2; i++) {
                bench.await("everything", ServerState.READY);
                ProcessHandle process = bench.process("everything");
                processes.add(process);
                process.destroyForcibly();
                Waiting.until(
                        "another process serves",
                        () -> bench.status("everything")
                                .pid()
                                .filter(pid -> pid != process.pid())
                                .isPresent());
                assertThat(bench.text("everything", "echo", "{\"message\":\"back\"}"))
                        .contains("back");
            }
            processes.add(bench.process("everything"));
        }
        assertThat(processes).noneMatch(ChildProcess::isRunning);
    }

    private ServerDefinition node(String server, String... arguments) throws IOException {
        Path script = packages.resolve("server-" + server).resolve("dist").resolve("index.js");
        assertThat(script).exists();
        List<String> line = new ArrayList<>();
        line.add(script.toString());
        line.addAll(List.of(arguments));
        return new ServerDefinition.Stdio(
                server,
                "node",
                line,
                Map.of("MEMORY_FILE_PATH", home.resolve("memory.json").toString()),
                Optional.empty());
    }
}
