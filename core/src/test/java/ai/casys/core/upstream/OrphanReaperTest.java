// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OrphanReaperTest {

    @TempDir
    private Path home;

    private final List<ProcessHandle> started = new ArrayList<>();

    @AfterEach
    void endWhatWasStarted() {
        Termination.end(started, Duration.ofSeconds(1));
    }

    @Test
    void theProcessesOfAKilledEngineAreEnded() throws IOException {
        ProcessHandle orphan = start();
        ChildFile.of(home, "a").write(List.of(ChildProcess.of(orphan).orElseThrow()));

        assertThat(OrphanReaper.reap(home)).isEqualTo(1);

        assertThat(ChildProcess.isRunning(orphan)).isFalse();
        assertThat(ChildFile.all(home)).isEmpty();
    }

    @Test
    void aProcessThatOnlyGotTheNumberIsNeverTouched() throws IOException {
        ProcessHandle innocent = start();
        ChildProcess self = ChildProcess.of(innocent).orElseThrow();
        ChildFile.of(home, "started-earlier")
                .write(List.of(new ChildProcess(self.pid(), self.started().minusSeconds(60), self.command())));
        ChildFile.of(home, "other-program")
                .write(List.of(new ChildProcess(self.pid(), self.started(), Optional.of("/bin/other"))));
        ChildFile.of(home, "myself")
                .write(List.of(ChildProcess.of(ProcessHandle.current()).orElseThrow()));

        assertThat(OrphanReaper.reap(home)).isZero();

        assertThat(ChildProcess.isRunning(innocent)).isTrue();
        assertThat(ChildFile.all(home)).isEmpty();
    }

    @Test
    void damagedRecordsAreDroppedWithoutHarm() throws IOException {
        ProcessHandle innocent = start();
        Path folder = home.resolve("run").resolve("children");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("cut.json"), "{\"processes\":[{\"pid\":" + innocent.pid());
        Files.writeString(
                folder.resolve("odd.json"), "{\"processes\":[7,{\"pid\":\"x\"},{\"pid\":1,\"started\":\"no\"}]}");
        Files.writeString(folder.resolve("empty.json"), "");

        assertThat(OrphanReaper.reap(home)).isZero();

        assertThat(ChildProcess.isRunning(innocent)).isTrue();
        assertThat(ChildFile.all(home)).isEmpty();
        assertThat(OrphanReaper.reap(home.resolve("nowhere"))).isZero();
    }

    @Test
    void grandchildrenWhoseParentDiedAreStillKnown() throws Exception {
        Process parent = new ProcessBuilder(Doubles.javaCommand()).start();
        started.add(parent.toHandle());
        ProcessFamily family = ProcessFamily.follow("a", parent.toHandle(), ChildFile.of(home, "a"));
        parent.getOutputStream()
                .write("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"spawn\"}}\n"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        parent.getOutputStream().flush();
        Waiting.until("the record names both", () -> read("a").size() == 2);
        List<ProcessHandle> both = new ArrayList<>(parent.descendants().toList());
        started.addAll(both);
        assertThat(both).hasSize(1);

        parent.destroyForcibly().waitFor();
        assertThat(ChildProcess.isRunning(both.getFirst())).isTrue();
        family.end(Duration.ofSeconds(2));

        assertThat(ChildProcess.isRunning(both.getFirst())).isFalse();
        assertThat(ChildFile.all(home)).isEmpty();
    }

    private List<ChildProcess> read(String server) {
        try {
            return ChildFile.of(home, server).read();
        } catch (IOException e) {
            return List.of();
        }
    }

    private ProcessHandle start() throws IOException {
        ProcessHandle handle =
                new ProcessBuilder(Doubles.javaCommand("sleep=600000")).start().toHandle();
        started.add(handle);
        return handle;
    }
}
