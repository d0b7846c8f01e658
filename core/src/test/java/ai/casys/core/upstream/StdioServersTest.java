// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.ProgressListener;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.core.settings.UpstreamSettings;
import ai.casys.shared.jsonrpc.RawJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of real child processes. */
final class StdioServersTest {

    @TempDir
    private Path home;

    @Test
    void aResultComesBackAsTheServerWroteIt() throws InterruptedException {
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            assertThat(bench.call("a", "echo", "{\"text\":\"h\u00e9\", \"n\": 1.50}")
                            .toString())
                    .isEqualTo("{\"content\":[{\"type\":\"text\",\"text\":\"h\u00e9\"}],"
                            + "\"structuredContent\":{\"text\":\"h\u00e9\",\"n\":1.5}}");
            ServerStatus status = bench.status("a");
            assertThat(status.state()).isEqualTo(ServerState.READY);
            assertThat(status.toolCount()).isEqualTo(13);
            assertThat(status.facts().orElseThrow().implementation().version()).isEqualTo("1.2.3");
            assertThat(status.restarts()).isZero();
            assertThat(bench.listener.events()).containsExactly("a ready 13");
        }
    }

    @Test
    void theServersOwnErrorIsPassedOnUnchanged() {
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            CasysException failure = bench.failure("a", "fail");

            assertThat(failure).isInstanceOfSatisfying(UpstreamErrorException.class, refused -> {
                assertThat(refused.error().code()).isEqualTo(-32123);
                assertThat(refused.error().message()).isEqualTo("it went wrong");
                assertThat(refused.error().data())
                        .hasValueSatisfying(data -> assertThat(data.tree())
                                .isEqualTo(RawJson.parse("{\"hint\":[1,2.50]}").tree()));
            });
        }
    }

    @Test
    void thousandsOfStepsAreAllHeardInOrderAndBeforeTheResult() {
        List<Integer> steps = new ArrayList<>();
        CallContext context = new CallContext(
                Caller.LOCAL,
                UUID.randomUUID(),
                Instant.now().plus(Bench.PATIENCE),
                new ai.casys.core.api.Cancellation(),
                params -> steps.add(params.tree().path("progress").asInt()));
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            bench.servers.call("a", "progress", RawJson.parse("{\"steps\":5000}"), context);

            assertThat(steps).hasSize(5_000).isSorted();
        }
    }

    @Test
    void badServersNeitherStopNorSpoilTheCallsOfAnother() throws InterruptedException {
        try (Bench bench = new Bench(home)
                .with(
                        Doubles.stdio("good"),
                        Doubles.stdio("mute", "hang-on-initialize=yes"),
                        Doubles.stdio("listless", "hang-on-list=yes"),
                        Doubles.stdio("dead", "exit-unless=/nowhere"),
                        Doubles.stdio("chatty", "flood-at-start=yes", "garbage-at-start=yes"),
                        Doubles.stdio("wild"))) {
            for (String tool : List.of("hang", "flood", "garbage", "hang")) {
                Thread.ofVirtual().start(() -> {
                    try {
                        bench.servers.call(
                                "wild", tool, RawJson.EMPTY_OBJECT, CallContext.of(Caller.LOCAL, Bench.PATIENCE));
                    } catch (CasysException expected) {
                        // The hanging ones are left to their end.
                    }
                });
            }
            for (int i = 0; i < 200; i++) {
                assertThat(bench.text("good", "echo", "{\"text\":\"" + i + "\"}"))
                        .isEqualTo(Integer.toString(i));
            }
            assertThat(bench.status("mute").state()).isEqualTo(ServerState.STARTING);
            assertThat(bench.status("listless").state()).isEqualTo(ServerState.STARTING);
            bench.await("dead", ServerState.CIRCUIT_OPEN);
            bench.await("chatty", ServerState.READY);
            assertThat(bench.text("chatty", "echo", "{\"text\":\"still here\"}"))
                    .isEqualTo("still here");
            assertThat(bench.text("wild", "flood", "{}")).isEqualTo("flooded");
            assertThat(bench.text("wild", "garbage", "{}")).isEqualTo("after garbage");
        }
    }

    @Test
    void anAnswerThatIsTooLargeFailsItsCallOnly() {
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            CasysException failure = failureOf(() -> bench.call("a", "big", "{\"size\":50000000}"));

            assertThat(failure.category()).isEqualTo(ErrorCategory.UPSTREAM_FAILED);
            assertThat(failure)
                    .hasMessageContaining("4194304 bytes")
                    .hasMessageContaining("casys.upstream.max-message-bytes");
            assertThat(bench.text("a", "echo", "{\"text\":\"alive\"}")).isEqualTo("alive");
            assertThat(bench.status("a").restarts()).isZero();
        }
    }

    @Test
    void aServerThatDiesDuringACallIsRestartedAndTheCallIsNotRepeated() throws Exception {
        Path starts = home.resolve("starts");
        try (Bench bench = new Bench(home).with(Doubles.stdio("a", "count-starts=" + starts))) {
            bench.await("a", ServerState.READY);
            CasysException failure = bench.failure("a", "die");

            assertThat(failure.category()).isEqualTo(ErrorCategory.UPSTREAM_FAILED);
            assertThat(failure)
                    .hasMessageContaining("\"a\" ended during the call")
                    .hasMessageContaining("is not known");
            assertThat(bench.text("a", "echo", "{\"text\":\"again\"}")).isEqualTo("again");
            assertThat(bench.status("a").restarts()).isEqualTo(1);
            assertThat(bench.listener.of("a")).containsExactly("ready 13", "down", "ready 13");
            assertThat(Files.readAllLines(starts)).hasSizeBetween(2, 3);
        }
    }

    @Test
    void aServerKilledFromOutsideComesBack() throws InterruptedException {
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            for (int i = 0; i < 3; i++) {
                bench.await("a", ServerState.READY);
                ProcessHandle process = bench.process("a");
                process.destroyForcibly();
                Waiting.until(
                        "another process serves",
                        () -> bench.status("a")
                                .pid()
                                .filter(pid -> pid != process.pid())
                                .isPresent());
                assertThat(bench.text("a", "echo", "{\"text\":\"back\"}")).isEqualTo("back");
            }
        }
    }

    @Test
    void aCallThatTakesTooLongEndsAndTheServerIsTold() throws InterruptedException {
        UpstreamSettings settings = Bench.settings(Bench.PATIENCE, Duration.ofMillis(300), 64);
        try (Bench bench = new Bench(home, settings, Bench.QUICK).with(Doubles.stdio("a"))) {
            bench.await("a", ServerState.READY);
            CasysException failure = bench.failure("a", "hang");

            assertThat(failure.category()).isEqualTo(ErrorCategory.TIMEOUT);
            assertThat(failure).hasMessageContaining("casys.upstream.call-timeout");
            awaitCancellation(bench);
        }
    }

    @Test
    void aWithdrawnCallEndsAtOnceAndTheServerIsTold() throws InterruptedException {
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            bench.await("a", ServerState.READY);
            CallContext context = CallContext.of(Caller.LOCAL, Bench.PATIENCE);
            Thread.ofVirtual().start(() -> {
                awaitRunning(bench, "hang");
                context.cancellation().cancel();
            });
            CasysException failure = bench.failure("a", "hang", context);

            assertThat(failure.category()).isEqualTo(ErrorCategory.CANCELLED);
            awaitCancellation(bench);
        }
    }

    @Test
    void aCallCanBeWithdrawnWhileItsServerStarts() {
        try (Bench bench = new Bench(home).with(Doubles.stdio("a", "hang-on-initialize=yes"))) {
            CallContext context = CallContext.of(Caller.LOCAL, Bench.PATIENCE);
            Thread.ofVirtual().start(() -> context.cancellation().cancel());

            assertThat(bench.failure("a", "echo", context).category()).isEqualTo(ErrorCategory.CANCELLED);
            assertThat(bench.failure("a", "echo", context).category()).isEqualTo(ErrorCategory.CANCELLED);
        }
    }

    @Test
    void aFullServerMakesCallsWaitAndTheirDeadlineHolds() throws InterruptedException {
        UpstreamSettings settings = Bench.settings(Bench.PATIENCE, Bench.PATIENCE, 1);
        try (Bench bench = new Bench(home, settings, Bench.QUICK).with(Doubles.stdio("a"))) {
            bench.await("a", ServerState.READY);
            CallContext blocking = CallContext.of(Caller.LOCAL, Bench.PATIENCE);
            Thread blocker = Thread.ofVirtual().start(() -> bench.failure("a", "hang", blocking));
            Waiting.until("the slot is taken", () -> bench.isFull("a"));

            CallContext withdrawn = CallContext.of(Caller.LOCAL, Bench.PATIENCE);
            Thread.ofVirtual().start(() -> withdrawn.cancellation().cancel());
            assertThat(bench.failure("a", "echo", withdrawn).category()).isEqualTo(ErrorCategory.CANCELLED);

            blocking.cancellation().cancel();
            blocker.join();
            assertThat(bench.text("a", "echo", "{\"text\":\"free\"}")).isEqualTo("free");
        }
    }

    @Test
    void progressArrivesInOrderAndBeforeTheResult() {
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            Queue<String> heard = new ConcurrentLinkedQueue<>();
            ProgressListener listener = params -> heard.add(params.tree().path("progress") + " of "
                    + params.tree().path("total") + " "
                    + params.tree().path("message").asString());
            CallContext context = new CallContext(
                    Caller.LOCAL,
                    UUID.randomUUID(),
                    Instant.now().plus(Bench.PATIENCE),
                    CallContext.of(Caller.LOCAL, Bench.PATIENCE).cancellation(),
                    listener);
            bench.servers.call("a", "progress", RawJson.EMPTY_OBJECT, context);

            assertThat(List.copyOf(heard)).containsExactly("1 of 3 step 1", "2 of 3 step 2", "3 of 3 step 3");
        }
    }

    @Test
    void aListenerToProgressThatHangsDelaysNobodyElse() {
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            ProgressListener hanging = params -> {
                try {
                    Thread.sleep(Duration.ofMinutes(10));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            };
            CallContext context = new CallContext(
                    Caller.LOCAL,
                    UUID.randomUUID(),
                    Instant.now().plus(Bench.PATIENCE),
                    CallContext.of(Caller.LOCAL, Bench.PATIENCE).cancellation(),
                    hanging);
            RawJson result = bench.servers.call("a", "progress", RawJson.EMPTY_OBJECT, context);

            assertThat(result.toString()).contains("done");
            assertThat(bench.text("a", "echo", "{\"text\":\"on\"}")).isEqualTo("on");
        }
    }

    @Test
    void aChildGetsTheBaseAndItsOwnVariablesOnly() throws InterruptedException {
        BaseEnvironment base = BaseEnvironment.from(Map.of(
                "PATH", System.getenv().getOrDefault("PATH", ""),
                "HOME", "/home/ada",
                "DATABASE_URL", "postgres://secret",
                "CASYS_KEYSET", "secret"));
        try (Bench bench = new Bench(home, UpstreamSettings.DEFAULTS, Bench.QUICK, base)
                .with(Doubles.stdio("a", Map.of("TOKEN", "mine")))) {
            List<String> names = new ArrayList<>(
                    bench.call("a", "environment", "{}").tree().path("_meta").propertyNames());
            // What some systems add to every process by themselves.
            names.removeIf(name -> name.startsWith("__CF") || name.equals("_"));

            assertThat(names).containsExactlyInAnyOrder("PATH", "HOME", "TOKEN");
        }
    }

    @Test
    void whatAServerSaysOnItsErrorStreamIsLoggedWithoutSecrets() throws Exception {
        try (Bench bench = new Bench(home)
                .with(Doubles.stdio(
                        "a", Map.of("TOKEN", "sesame-open"), "say=the token is sesame-open", "exit-unless=/nowhere"))) {
            bench.await("a", ServerState.CIRCUIT_OPEN);
            ServerStatus status = bench.status("a");

            assertThat(status.lastError().orElseThrow())
                    .contains("no reason to live")
                    .doesNotContain("sesame-open");
            assertThat(status.logFile())
                    .isEqualTo(home.resolve("logs").resolve("servers").resolve("a.log"));
            assertThat(Files.readString(status.logFile()))
                    .contains("the token is [redacted]")
                    .contains("no reason to live")
                    .doesNotContain("sesame-open");
        }
    }

    @Test
    void aProgramThatDoesNotExistIsNamedInTheError() throws InterruptedException {
        try (Bench bench = new Bench(home)
                .with(new ai.casys.core.settings.ServerDefinition.Stdio(
                        "a", "no-such-program-anywhere", List.of(), Map.of(), java.util.Optional.empty()))) {
            bench.await("a", ServerState.CIRCUIT_OPEN);

            assertThat(bench.failure("a", "echo"))
                    .hasMessageContaining("no-such-program-anywhere")
                    .hasMessageContaining("a.log");
            assertThat(bench.failure("a", "echo").category()).isEqualTo(ErrorCategory.UNAVAILABLE);
        }
    }

    private static void awaitRunning(Bench bench, String tool) {
        try {
            Waiting.until(tool + " runs", () -> bench.text("a", "running", "{}").contains(tool));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitCancellation(Bench bench) throws InterruptedException {
        Waiting.until(
                "the server knows", () -> bench.text("a", "cancelled", "{}").equals("hang"));
    }

    private static CasysException failureOf(Runnable call) {
        try {
            call.run();
            throw new AssertionError("it answered");
        } catch (CasysException e) {
            return e;
        }
    }
}
