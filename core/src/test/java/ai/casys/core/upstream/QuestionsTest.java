// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.jsonrpc.RawJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions of legacy servers on their standard streams, where nothing says to which call they belong. */
final class QuestionsTest {

    private static final String ELICITATION = "{\"method\":\"elicitation/create\",\"params\":{\"message\":\"who?\"}}";

    @TempDir
    private Path home;

    @Test
    void aQuestionReachesTheClientAndItsAnswerTheServer() {
        FakeClient client = FakeClient.answering("c", "{\"action\":\"accept\",\"content\":{\"n\":1.5}}");
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            assertThat(bench.text("a", "ask", ELICITATION, client))
                    .contains("\"result\":{\"action\":\"accept\",\"content\":{\"n\":1.5}}");
            assertThat(client.asked()).containsExactly("elicitation/create {\"message\":\"who?\"}");
            assertThat(bench.text("a", "ask", "{\"method\":\"sampling/createMessage\"}", client))
                    .contains("\"result\"");
            assertThat(bench.text("a", "ask", "{\"method\":\"roots/list\"}", client))
                    .contains("\"result\"");
        }
    }

    @Test
    void whatAClientCannotDoIsAnsweredWithItsError() {
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            assertThat(bench.text("a", "ask", ELICITATION, FakeClient.refusing("c")))
                    .contains("\"error\":{\"code\":-32021,\"message\":\"cannot\",\"data\":{\"because\":1.5}}");
            assertThat(bench.text("a", "ask", ELICITATION)).contains("-32601").contains("cannot be asked");
            assertThat(bench.text("a", "ask", "{\"method\":\"tasks/list\"}", FakeClient.answering("c", "{}")))
                    .contains("-32601");
        }
    }

    @Test
    void theClockOfACallStandsStillWhileItsClientThinks() throws InterruptedException {
        FakeClient client = FakeClient.thinking("c", "{\"action\":\"accept\"}");
        try (Bench bench = new Bench(home, Bench.settings(Bench.PATIENCE, Duration.ofSeconds(2), 8), Bench.QUICK)
                .with(Doubles.stdio("a"))) {
            bench.await("a", ServerState.READY);
            BlockingQueue<String> answer = inBackground(() -> bench.text("a", "ask", ELICITATION, client));
            Waiting.until("it is asked", () -> client.asked().size() == 1);
            long asked = System.nanoTime();
            Waiting.until("more than the call's time is over", () -> System.nanoTime() - asked > 3_000_000_000L);
            client.answerNow();

            assertThat(answer.poll(60, TimeUnit.SECONDS)).contains("accept");
        }
    }

    @Test
    void aQuestionThatNobodyAnswersEnds() {
        FakeClient client = FakeClient.thinking("c", "{}");
        Pace impatient = Bench.quick(3, Duration.ofMillis(200));
        try (Bench bench = new Bench(home, Bench.settings(Bench.PATIENCE, Bench.PATIENCE, 8), impatient)
                .with(Doubles.stdio("a"))) {
            assertThat(bench.text("a", "ask", ELICITATION, client))
                    .contains("error")
                    .contains("did not answer");
            assertThat(client.withdrawn()).isEqualTo(1);
        }
    }

    @Test
    void clientsWhoseQuestionsCannotBeToldApartTakeTurnsFromThenOn() throws InterruptedException {
        FakeClient one = FakeClient.thinking("one", "{\"of\":\"one\"}");
        FakeClient other = FakeClient.answering("other", "{\"of\":\"other\"}");
        try (Bench bench = new Bench(home, Bench.settings(Bench.PATIENCE, Bench.PATIENCE, 8), Bench.QUICK)
                .with(Doubles.stdio("a"))) {
            bench.await("a", ServerState.READY);
            BlockingQueue<String> slow =
                    inBackground(() -> bench.text("a", "echo", "{\"delay\":1500,\"text\":\"slow\"}", one));
            Waiting.until("it runs", () -> bench.text("a", "running", "{}").contains("echo"));
            assertThat(bench.text("a", "ask", ELICITATION, other))
                    .contains("error")
                    .contains("several clients");
            assertThat(other.asked()).isEmpty();
            assertThat(slow.poll(60, TimeUnit.SECONDS)).isEqualTo("slow");

            BlockingQueue<String> first = inBackground(() -> bench.text("a", "ask", ELICITATION, one));
            Waiting.until("it is asked", () -> one.asked().size() == 1);
            CasysException late = failure(bench, other, Duration.ofMillis(300));
            assertThat(late.category()).isEqualTo(ErrorCategory.OVERLOADED);
            assertThat(late).hasMessageContaining("one client at a time");
            // What the client may need in order to answer is let through.
            assertThat(bench.text("a", "echo", "{\"text\":\"nested\"}", one)).isEqualTo("nested");
            BlockingQueue<String> second = inBackground(() -> bench.text("a", "ask", ELICITATION, other));
            one.answerNow();

            assertThat(first.poll(60, TimeUnit.SECONDS)).contains("{\"of\":\"one\"}");
            assertThat(second.poll(60, TimeUnit.SECONDS)).contains("{\"of\":\"other\"}");
        }
    }

    @Test
    void withoutACallOnlyTheRootsAreAnswered() throws InterruptedException {
        FakeClient client = FakeClient.answering("c", "{\"roots\":[{\"uri\":\"file:///x\"}]}");
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            // The look at what came is itself a call, so the question does not always come when there is none.
            awaitLater(bench, ELICITATION, "no call is under way");
            awaitLater(bench, "{\"method\":\"roots/list\"}", "\"roots\":[]");
            assertThat(client.asked()).isEmpty();

            bench.standing = Optional.of(client);
            awaitLater(bench, "{\"method\":\"roots/list\"}", "file:///x");
        }
    }

    private static void awaitLater(Bench bench, String question, String answer) throws InterruptedException {
        Waiting.until("it has asked and got " + answer, () -> {
            bench.text("a", "ask-later", question);
            return bench.text("a", "seen", "{}").contains(answer);
        });
    }

    @Test
    void aQuestionEndsWithItsCallWithItsServerAndWhenItIsTakenBack() throws InterruptedException {
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            FakeClient left = FakeClient.thinking("left", "{}");
            CallContext context = Bench.context(left);
            BlockingQueue<String> gone = inBackground(() -> {
                bench.servers.call("a", "ask", RawJson.parse(ELICITATION), context);
                return "answered";
            });
            Waiting.until("it is asked", () -> left.asked().size() == 1);
            context.cancellation().cancel();
            Waiting.until("the end of the call withdraws", () -> left.withdrawn() == 1);
            assertThat(gone.poll(60, TimeUnit.SECONDS)).contains("withdrawn");

            FakeClient takenBack = FakeClient.thinking("left", "{}");
            bench.text("a", "ask-and-withdraw", ELICITATION, takenBack);
            Waiting.until("the server withdraws", () -> takenBack.withdrawn() == 1);

            FakeClient orphaned = FakeClient.thinking("left", "{}");
            BlockingQueue<String> dying = inBackground(() -> bench.text("a", "ask", ELICITATION, orphaned));
            Waiting.until("it is asked", () -> orphaned.asked().size() == 1);
            bench.process("a").destroyForcibly();
            assertThat(dying.poll(60, TimeUnit.SECONDS)).contains("ended during the call");
            Waiting.until("the end of the server withdraws", () -> orphaned.withdrawn() == 1);
        }
    }

    @Test
    void aQuestionAboutATaskIsItsClientsWhoeverElseCalls() throws InterruptedException {
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            bench.await("a", ServerState.READY);
            FakeClient owner = FakeClient.answering("owner", "{\"of\":\"owner\"}");
            FakeClient other = FakeClient.answering("other", "{\"of\":\"other\"}");
            String started = "{\"task\":{\"ttl\":60000},\"arguments\":{\"text\":\"\",\"taskId\":\"t1\"}}";
            bench.servers.call(
                    "a",
                    "start-task",
                    RawJson.parse("{\"taskId\":\"t1\"}"),
                    Bench.context(owner, RawJson.parse(started)));
            String question = "{\"method\":\"elicitation/create\",\"params\":{\"message\":\"who?\",\"_meta\":"
                    + "{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"t1\"}}}}";

            assertThat(bench.text("a", "ask", question, other)).contains("the client of this task does not wait");
            assertThat(other.asked()).isEmpty();
            BlockingQueue<String> slow =
                    inBackground(() -> bench.text("a", "echo", "{\"delay\":1500,\"text\":\"slow\"}", other));
            Waiting.until("it runs", () -> bench.text("a", "running", "{}").contains("echo"));
            assertThat(bench.text("a", "ask", question, owner)).contains("{\"of\":\"owner\"}");
            assertThat(slow.poll(60, TimeUnit.SECONDS)).isEqualTo("slow");
        }
    }

    /** While one person thinks, the process works on for everybody else. */
    @Test
    void aCallThatWaitsForAPersonBlocksNoOtherCall() throws InterruptedException {
        FakeClient thinking = FakeClient.thinking("thinking", "{\"of\":\"thinking\"}");
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            BlockingQueue<String> asked = inBackground(() -> bench.text("a", "ask", ELICITATION, thinking));
            Waiting.until("it is asked", () -> thinking.asked().size() == 1);
            FakeClient other = FakeClient.answering("other", "{}");
            for (int i = 0; i < 200; i++) {
                assertThat(bench.text("a", "echo", "{\"text\":\"" + i + "\"}", other))
                        .isEqualTo(Integer.toString(i));
                assertThat(bench.text("a", "echo", "{\"text\":\"" + i + "\"}", thinking))
                        .isEqualTo(Integer.toString(i));
            }
            assertThat(asked).isEmpty();
            thinking.answerNow();
            assertThat(asked.poll(60, TimeUnit.SECONDS)).contains("{\"of\":\"thinking\"}");
        }
    }

    @Test
    void aFloodOfQuestionsIsRefusedAndTheServerGoesOn() throws InterruptedException {
        FakeClient client = FakeClient.thinking("c", "{}");
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            BlockingQueue<String> refused = inBackground(() -> bench.text(
                    "a", "ask-much", "{\"times\":2000,\"method\":\"sampling/createMessage\",\"params\":{}}", client));
            Waiting.until("it is asked", () -> client.asked().size() >= 32);
            assertThat(bench.text("a", "echo", "{\"text\":\"alive\"}")).isEqualTo("alive");
            assertThat(client.asked()).hasSize(32);
            client.answerNow();

            assertThat(Integer.parseInt(refused.poll(60, TimeUnit.SECONDS))).isPositive();
        }
    }

    @Test
    void messagesAreToldWithTheirClientAsFarAsItIsKnown() throws InterruptedException {
        FakeClient client = FakeClient.answering("c", "{\"action\":\"accept\"}");
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            bench.text("a", "say", "{\"method\":\"notifications/message\",\"params\":{\"level\":\"info\"}}", client);
            assertThat(bench.listener.of("a")).contains("told notifications/message {\"level\":\"info\"} for \"c\"");

            String url = "{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\",\"elicitationId\":\"e1\"}}";
            bench.text("a", "ask", url, client);
            bench.text(
                    "a",
                    "say",
                    "{\"method\":\"notifications/elicitation/complete\",\"params\":{\"elicitationId\":\"e1\"}}");
            assertThat(bench.listener.of("a"))
                    .contains("told notifications/elicitation/complete {\"elicitationId\":\"e1\"} for \"c\"");
        }
    }

    private static CasysException failure(Bench bench, FakeClient client, Duration limit) {
        CallContext patient = Bench.context(client);
        CallContext context = new CallContext(
                patient.caller(),
                patient.callId(),
                java.time.Instant.now().plus(limit),
                patient.cancellation(),
                patient.progress(),
                client,
                RawJson.EMPTY_OBJECT);
        return bench.failure("a", "echo", context);
    }

    /** The text that comes of it, or that of the failure. */
    static BlockingQueue<String> inBackground(java.util.function.Supplier<String> action) {
        BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> {
            try {
                outcome.add(action.get());
            } catch (CasysException e) {
                outcome.add(e.getMessage());
            }
        });
        return outcome;
    }
}
