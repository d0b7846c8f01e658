// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.settings.ServerDefinition;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers behind streamable HTTP. */
final class HttpServersTest {

    @TempDir
    private Path home;

    @Test
    void aServerBehindHttpIsCalled() throws Exception {
        try (HttpDouble http = new HttpDouble();
                Bench bench = new Bench(home).with(http.definition("a"))) {
            assertThat(bench.text("a", "echo", "{\"text\":\"over http\"}")).isEqualTo("over http");
            assertThat(bench.status("a").pid()).isEmpty();
            assertThat(bench.status("a").toolCount()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatGoesAwayIsNoticedByACallAndReconnectedWhenItIsBack() throws Exception {
        try (HttpDouble http = new HttpDouble();
                Bench bench = new Bench(
                                home,
                                Bench.settings(Bench.PATIENCE, Bench.PATIENCE, 8),
                                Bench.quick(Integer.MAX_VALUE, Bench.PATIENCE))
                        .with(http.definition("a"))) {
            bench.await("a", ServerState.READY);
            http.down();
            assertThat(bench.failure("a", "echo").category())
                    .isIn(ErrorCategory.UNAVAILABLE, ErrorCategory.UPSTREAM_FAILED);
            Waiting.until("it is down", () -> bench.listener.heard("a down"));
            http.up();
            bench.await("a", ServerState.READY);

            assertThat(bench.text("a", "echo", "{\"text\":\"back\"}")).isEqualTo("back");
            assertThat(bench.status("a").restarts()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatForgotItsSessionIsGreetedAgain() throws Exception {
        try (HttpDouble http = new HttpDouble();
                Bench bench = new Bench(home).with(http.definition("a"))) {
            bench.await("a", ServerState.READY);
            http.forget();
            Waiting.until("calls work again", () -> works(bench));

            assertThat(http.sessions()).isEqualTo(2);
        }
    }

    @Test
    void aCallRefusedForAForgottenSessionIsMadeOnceMoreInANewOne() throws Exception {
        try (SessionDouble http = new SessionDouble();
                Bench bench = new Bench(home).with(http.definition("a"))) {
            bench.await("a", ServerState.READY);
            http.forget();

            assertThat(bench.text("a", "who", "{\"text\":\"once\"}")).isEqualTo("configured");
            assertThat(http.calls("once")).isEqualTo(1);
            assertThat(http.opened()).isEqualTo(2);
        }
    }

    @Test
    void aStreamThatBreaksDuringACallIsTakenUpWhereItEndedAndTheCallIsNotRepeated() throws Exception {
        try (ResumingDouble http = new ResumingDouble();
                Bench bench = new Bench(home).with(http.definition("a"))) {
            assertThat(bench.text("a", "slow", "{}")).isEqualTo("resumed");
            assertThat(http.calls()).isEqualTo(1);
            assertThat(http.resumedFrom()).containsExactly("e1");
            assertThat(bench.status("a").restarts()).isZero();
        }
    }

    @Test
    void aServerRestartedDuringACallEndsThatCallUnrepeatedAndServesTheNext() throws Exception {
        try (ResumingDouble http = new ResumingDouble();
                Bench bench = new Bench(home).with(http.definition("a"))) {
            bench.await("a", ServerState.READY);
            http.forgetAfterBreak();
            CasysException failure = bench.failure("a", "slow");

            assertThat(failure.category()).isEqualTo(ErrorCategory.UPSTREAM_FAILED);
            assertThat(failure).hasMessageContaining("not known");
            assertThat(http.calls()).isEqualTo(1);
            Waiting.until("it is greeted again", () -> bench.status("a").restarts() == 1);
            assertThat(bench.text("a", "slow", "{}")).isEqualTo("resumed");
            assertThat(http.calls()).isEqualTo(2);
        }
    }

    @Test
    void wrongCredentialsAreNamedAndNeverShown() throws Exception {
        try (HttpDouble http = new HttpDouble();
                Bench bench = new Bench(home)) {
            ServerDefinition.Http right = (ServerDefinition.Http) http.definition("a");
            bench.with(new ServerDefinition.Http(
                    "a", right.kind(), right.url(), Map.of("Authorization", "Bearer wrong-secret")));
            bench.await("a", ServerState.CIRCUIT_OPEN);

            assertThat(bench.status("a").lastError().orElseThrow())
                    .contains("401")
                    .doesNotContain("wrong-secret");
        }
    }

    @Test
    void aQuestionOnTheStreamOfACallIsThatCallsWhoeverElseCalls() throws Exception {
        FakeClient one = FakeClient.answering("one", "{\"of\":\"one\"}");
        FakeClient other = FakeClient.answering("other", "{\"of\":\"other\"}");
        try (HttpDouble http = new HttpDouble();
                Bench bench = new Bench(home).with(http.definition("a"))) {
            bench.await("a", ServerState.READY);
            BlockingQueue<String> first =
                    QuestionsTest.inBackground(() -> bench.text("a", "ask", "{\"delay\":500}", one));
            BlockingQueue<String> second =
                    QuestionsTest.inBackground(() -> bench.text("a", "ask", "{\"delay\":500}", other));

            assertThat(first.poll(60, TimeUnit.SECONDS)).contains("{\"of\":\"one\"}");
            assertThat(second.poll(60, TimeUnit.SECONDS)).contains("{\"of\":\"other\"}");
            assertThat(one.asked()).hasSize(1);
            assertThat(bench.listener.of("a"))
                    .filteredOn(event -> event.startsWith("told notifications/message"))
                    .containsExactlyInAnyOrder(
                            "told notifications/message {\"level\":\"info\",\"data\":1.50} for \"one\"",
                            "told notifications/message {\"level\":\"info\",\"data\":1.50} for \"other\"");
        }
    }

    @Test
    void theTransportOf2024IsSpoken() throws Exception {
        FakeClient client = FakeClient.answering("c", "{\"action\":\"accept\"}");
        try (OldHttpDouble http = new OldHttpDouble();
                Bench bench = new Bench(home).with(http.definition("a", ServerDefinition.HttpKind.SSE))) {
            assertThat(bench.text("a", "echo", "{\"text\":\"old\"}")).isEqualTo("old");
            assertThat(bench.text("a", "ask", "{}", client)).contains("accept");
        }
    }

    @Test
    void anAddressThatTurnsOutToSpeakTheTransportOf2024IsConnectedAllTheSame() throws Exception {
        try (OldHttpDouble http = new OldHttpDouble();
                Bench bench = new Bench(home).with(http.definition("a", ServerDefinition.HttpKind.STREAMABLE))) {
            assertThat(bench.text("a", "echo", "{\"text\":\"old\"}")).isEqualTo("old");
        }
    }

    private static boolean works(Bench bench) {
        try {
            return bench.text("a", "echo", "{\"text\":\"hello\"}").equals("hello");
        } catch (CasysException e) {
            return false;
        }
    }
}
