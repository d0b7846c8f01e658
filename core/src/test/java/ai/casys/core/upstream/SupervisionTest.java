// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.settings.UpstreamSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of servers: start, failure, change, end. */
@Tag("slow")
final class SupervisionTest {

    @TempDir
    private Path home;

    @Test
    void theCircuitOpensAfterRepeatedFailureAndClosesWhenACallFindsTheServerMended() throws Exception {
        Path mended = home.resolve("mended");
        Path starts = home.resolve("starts");
        try (Bench bench =
                new Bench(home).with(Doubles.stdio("a", "exit-unless=" + mended, "count-starts=" + starts))) {
            bench.await("a", ServerState.CIRCUIT_OPEN);
            ServerStatus status = bench.status("a");
            assertThat(status.nextAttempt()).isPresent();
            Files.createFile(mended);

            CasysException failure = bench.failure("a", "echo");
            assertThat(failure.category()).isEqualTo(ErrorCategory.UNAVAILABLE);
            assertThat(failure)
                    .hasMessageContaining("server \"a\"")
                    .hasMessageContaining("no reason to live")
                    .hasMessageContaining("tried again")
                    .hasMessageContaining("a.log");

            bench.await("a", ServerState.READY);
            assertThat(bench.text("a", "echo", "{\"text\":\"mended\"}")).isEqualTo("mended");
            assertThat(bench.listener.of("a")).containsExactly("ready 13");
        }
    }

    @Test
    void anOpenCircuitIsProbedNoMoreOftenThanAllowedHoweverManyCallsCome() throws Exception {
        Path starts = home.resolve("starts");
        Pace pace = Bench.pace(Bench.PATIENCE, Duration.ofMinutes(10), Duration.ofMinutes(10));
        try (Bench bench = new Bench(home, UpstreamSettings.DEFAULTS, pace)
                .with(Doubles.stdio("a", "exit-unless=/nowhere", "count-starts=" + starts))) {
            bench.await("a", ServerState.CIRCUIT_OPEN);
            int before = Files.readAllLines(starts).size();
            for (int i = 0; i < 500; i++) {
                assertThat(bench.failure("a", "echo").category()).isEqualTo(ErrorCategory.UNAVAILABLE);
            }
            assertThat(Files.readAllLines(starts)).hasSize(before);
        }
    }

    @Test
    void anOpenCircuitIsProbedOnItsOwn() throws Exception {
        Path mended = home.resolve("mended");
        Pace pace = Bench.pace(Bench.PATIENCE, Duration.ofMillis(50), Duration.ofMinutes(10));
        try (Bench bench =
                new Bench(home, UpstreamSettings.DEFAULTS, pace).with(Doubles.stdio("a", "exit-unless=" + mended))) {
            bench.await("a", ServerState.CIRCUIT_OPEN);
            Files.createFile(mended);
            bench.await("a", ServerState.READY);
        }
    }

    @Test
    void aServerThatNeverAnswersIsGivenUpAndEnded() throws Exception {
        Path starts = home.resolve("starts");
        UpstreamSettings settings = Bench.settings(Duration.ofMillis(1500), Bench.PATIENCE, 8);
        try (Bench bench = new Bench(home, settings, Bench.QUICK)
                .with(Doubles.stdio("a", "hang-on-initialize=yes", "count-starts=" + starts))) {
            bench.await("a", ServerState.CIRCUIT_OPEN);
            for (String pid : Files.readAllLines(starts)) {
                assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(ChildProcess::isRunning))
                        .isEmpty();
            }
        }
    }

    @Test
    void callsWaitForAServerThatStartsSlowlyButNotForEver() {
        Pace pace = Bench.pace(Duration.ofMillis(100), Bench.PATIENCE, Bench.PATIENCE);
        try (Bench bench = new Bench(home, UpstreamSettings.DEFAULTS, pace)
                .with(Doubles.stdio("never", "hang-on-initialize=yes"))) {
            CasysException failure = bench.failure("never", "echo");
            assertThat(failure.category()).isEqualTo(ErrorCategory.UNAVAILABLE);
            assertThat(failure).hasMessageContaining("not ready within 100 ms");
        }
        try (Bench bench = new Bench(home).with(Doubles.stdio("slow", "slow-start=300"))) {
            assertThat(bench.text("slow", "echo", "{\"text\":\"here\"}")).isEqualTo("here");
        }
    }

    @Test
    void allPagesOfToolsAreRead() throws InterruptedException {
        try (Bench bench = new Bench(home).with(Doubles.stdio("a", "pages=25"))) {
            bench.await("a", ServerState.READY);
            assertThat(bench.status("a").toolCount()).isEqualTo(13 + 24);
        }
    }

    @Test
    void manyAnnouncementsOfOtherToolsAreReadTogether() throws InterruptedException {
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            bench.call("a", "grow", "{\"by\":2}");
            Waiting.until("the tools are read again", () -> bench.listener.heard("a changed 15"));
            bench.call("a", "grow", "{\"by\":0}");
            bench.call("a", "grow", "{\"by\":1}");
            Waiting.until("and again", () -> bench.listener.heard("a changed 16"));

            assertThat(bench.listener.of("a")).containsExactly("ready 13", "changed 15", "changed 16");
            assertThat(bench.status("a").toolCount()).isEqualTo(16);
        }
    }

    @Test
    void aNewConfigurationTouchesOnlyWhatChanged() throws InterruptedException {
        try (Bench bench = new Bench(home).with(Doubles.stdio("same"), Doubles.stdio("other"), Doubles.stdio("old"))) {
            for (String name : List.of("same", "other", "old")) {
                bench.await(name, ServerState.READY);
            }
            long same = bench.process("same").pid();
            ProcessHandle other = bench.process("other");
            ProcessHandle old = bench.process("old");

            bench.with(Doubles.stdio("same"), Doubles.stdio("other", "pages=2"), Doubles.stdio("new"));
            bench.without("old");
            bench.await("other", ServerState.READY);
            bench.await("new", ServerState.READY);
            Waiting.until("the old one is gone", () -> bench.listener.heard("old removed"));

            assertThat(bench.process("same").pid()).isEqualTo(same);
            assertThat(ChildProcess.isRunning(other)).isFalse();
            assertThat(ChildProcess.isRunning(old)).isFalse();
            assertThat(bench.listener.of("same")).containsExactly("ready 13");
            assertThat(bench.listener.of("other")).containsExactly("ready 13", "down", "ready 14");
            assertThat(bench.listener.of("old")).containsExactly("ready 13", "removed");
            assertThat(bench.failure("old", "echo").category()).isEqualTo(ErrorCategory.NOT_FOUND);
        }
    }

    @Test
    void aServerCanBeTakenOutAndPutBackWhileItEnds() throws InterruptedException {
        try (Bench bench = new Bench(home).with(Doubles.stdio("a", "ignore-end-of-input=yes"))) {
            bench.await("a", ServerState.READY);
            for (int i = 0; i < 5; i++) {
                bench.without("a");
                bench.with(Doubles.stdio("a", "ignore-end-of-input=yes"));
            }
            assertThat(bench.text("a", "echo", "{\"text\":\"back\"}")).isEqualTo("back");
            List<String> events = bench.listener.of("a");
            assertThat(events).startsWith("ready 13", "removed").endsWith("removed", "ready 13");
        }
    }

    @Test
    void runningCallsMayEndBeforeTheirServerDoes() throws Exception {
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            bench.await("a", ServerState.READY);
            List<String> answers = new ArrayList<>();
            Thread call = Thread.ofVirtual()
                    .start(() -> answers.add(bench.text("a", "echo", "{\"text\":\"done\",\"delay\":500}")));
            Waiting.until("it runs", () -> bench.text("a", "running", "{}").contains("echo"));
            bench.end();
            call.join();

            assertThat(answers).containsExactly("done");
            assertThat(bench.failure("a", "echo").category()).isEqualTo(ErrorCategory.UNAVAILABLE);
        }
    }

    @Test
    void nothingRunsAfterTheEndNotEvenWhatTheServersStarted() throws IOException, InterruptedException {
        List<ProcessHandle> processes = new ArrayList<>();
        try (Bench bench = new Bench(home)
                .with(
                        Doubles.stdio("a"),
                        Doubles.stdio("stubborn", "ignore-end-of-input=yes"),
                        Doubles.stdio("mute", "hang-on-initialize=yes"))) {
            for (String name : List.of("a", "stubborn")) {
                bench.await(name, ServerState.READY);
                long grandchild = Long.parseLong(bench.text(name, "spawn", "{}"));
                processes.add(bench.process(name));
                processes.add(ProcessHandle.of(grandchild).orElseThrow());
            }
            Waiting.until("all are on record", () -> recorded() >= 5);
            assertThat(processes).allMatch(ChildProcess::isRunning);
        }
        assertThat(processes).noneMatch(ChildProcess::isRunning);
        // Other tests' databases may be children of this process too.
        assertThat(ProcessHandle.current()
                        .descendants()
                        .filter(ChildProcess::isRunning)
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(DoubleServer.class.getName())))
                .isEmpty();
        assertThat(ChildFile.all(home)).isEmpty();
    }

    @Test
    void aGrandchildOfAKilledServerIsEndedToo() throws InterruptedException {
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            ProcessHandle grandchild = ProcessHandle.of(Long.parseLong(bench.text("a", "spawn", "{}")))
                    .orElseThrow();
            Waiting.until("it is on record", () -> recorded() == 2);
            bench.process("a").destroyForcibly();

            Waiting.until("the grandchild has ended", () -> !ChildProcess.isRunning(grandchild));
        }
    }

    @Test
    void anUnknownServerIsRefusedByName() {
        try (Bench bench = new Bench(home).with(Doubles.stdio("a", "hang-on-initialize=yes"))) {
            CasysException failure = bench.failure("b", "echo", CallContext.of(Caller.LOCAL, Duration.ofSeconds(1)));
            assertThat(failure.category()).isEqualTo(ErrorCategory.NOT_FOUND);
            assertThat(failure).hasMessageContaining("\"b\"").hasMessageContaining("[a]");
        }
    }

    private int recorded() {
        try {
            int count = 0;
            for (ChildFile file : ChildFile.all(home)) {
                count += file.read().size();
            }
            return count;
        } catch (IOException e) {
            return 0;
        }
    }
}
