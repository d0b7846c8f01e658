// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed engine leaves behind is ended by the next one. */
@Tag("chaos")
final class KilledEngineTest {

    @TempDir
    private Path home;

    private final List<ProcessHandle> processes = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() {
        Termination.end(processes, Duration.ofSeconds(1));
    }

    @Test
    void noServerOutlivesTheNextStart() throws Exception {
        List<String> command = new ArrayList<>(Doubles.javaCommand());
        command.set(command.size() - 1, DoubleEngine.class.getName());
        command.add(home.toString());
        Process engine = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        processes.add(engine.toHandle());
        Waiting.until(
                "two servers and their children are on record", () -> recorded().size() == 4);
        for (ChildProcess process : recorded()) {
            process.find().ifPresent(processes::add);
        }
        assertThat(processes).hasSize(5).allMatch(ChildProcess::isRunning);

        engine.destroyForcibly().waitFor();
        assertThat(OrphanReaper.reap(home)).isPositive();

        assertThat(processes).noneMatch(ChildProcess::isRunning);
        assertThat(ChildFile.all(home)).isEmpty();
    }

    private List<ChildProcess> recorded() {
        List<ChildProcess> recorded = new ArrayList<>();
        try {
            for (ChildFile file : ChildFile.all(home)) {
                recorded.addAll(file.read());
            }
        } catch (IOException e) {
            return List.of();
        }
        return recorded;
    }
}
