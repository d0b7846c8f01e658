// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.ListKind;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.shared.jsonrpc.RawJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Servers of revision 2026-07-28 on their standard streams. */
final class ModernServersTest {

    @TempDir
    private Path home;

    private static Bench bench(Path home, String... behaviour) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("modern=yes", "features=yes"));
        all.addAll(List.of(behaviour));
        Bench bench = new Bench(home).with(Doubles.stdio("a", all.toArray(String[]::new)));
        bench.await("a", ServerState.READY);
        return bench;
    }

    private static JsonNode sentMeta(Bench bench, ClientLink client, String meta) {
        RawJson answer = bench.servers.call(
                "a", "line", RawJson.EMPTY_OBJECT, Bench.context(client, RawJson.parse("{\"_meta\":" + meta + "}")));
        return RawJson.parse(answer.tree().path("content").path(0).path("text").asString())
                .tree()
                .path("params")
                .path("_meta");
    }

    @Test
    void eachRequestSaysWhoWeAreAndWhatTheClientCanDo() throws InterruptedException {
        try (Bench bench = bench(home)) {
            JsonNode meta = sentMeta(
                    bench,
                    FakeClient.answering("c", "{}"),
                    "{\"progressToken\":\"theirs\",\"traceparent\":\"t\","
                            + "\"io.modelcontextprotocol/protocolVersion\":\"2099-01-01\"}");

            assertThat(meta.path("traceparent").asString()).isEqualTo("t");
            assertThat(meta.has("progressToken")).isFalse();
            assertThat(meta.path("io.modelcontextprotocol/protocolVersion").asString())
                    .isEqualTo("2026-07-28");
            assertThat(meta.path("io.modelcontextprotocol/clientInfo")
                            .path("name")
                            .asString())
                    .isEqualTo("bench");
            assertThat(meta.path("io.modelcontextprotocol/clientCapabilities").has("elicitation"))
                    .isTrue();
            assertThat(sentMeta(bench, ClientLink.NONE, "{}")
                            .path("io.modelcontextprotocol/clientCapabilities")
                            .isEmpty())
                    .isTrue();
        }
    }

    @Test
    void changesAreHeardOnAStreamThatIsOpenedAgainWhenItEnds() throws InterruptedException {
        try (Bench bench = bench(home)) {
            Waiting.until("it listens", () -> bench.text("a", "listening", "{}").contains("promptsListChanged"));
            assertThat(bench.servers.list("a", ListKind.PROMPTS, Bench.PATIENCE, Caller.LOCAL))
                    .hasSize(1);
            bench.text("a", "grow", "{}");
            Waiting.until("the tools are read again", () -> bench.listener.heard("a changed 14"));
            bench.text("a", "more-prompts", "{}");
            assertThat(bench.servers.list("a", ListKind.PROMPTS, Bench.PATIENCE, Caller.LOCAL))
                    .hasSize(2);

            bench.text("a", "stop-listening", "{}");
            Waiting.until(
                    "it listens again", () -> bench.text("a", "listening", "{}").contains("promptsListChanged"));
            // Nobody knows what happened meanwhile.
            Waiting.until(
                    "it is told",
                    () -> bench.listener.of("a").stream()
                                    .filter(event -> event.startsWith("told notifications/prompts/list_changed"))
                                    .count()
                            == 2);
        }
    }

    @Test
    void aServerThatTellsNothingIsUsedAllTheSame() throws InterruptedException {
        try (Bench bench = bench(home, "deaf=yes")) {
            assertThat(bench.servers.list("a", ListKind.PROMPTS, Bench.PATIENCE, Caller.LOCAL))
                    .hasSize(1);
            assertThatThrownBy(() -> bench.servers.subscribe("a", "test://0", Bench.context(ClientLink.NONE)))
                    .isInstanceOf(CasysException.class)
                    .hasMessageContaining("does not tell of changes");
            assertThat(bench.status("a").restarts()).isZero();
        }
    }

    @Test
    void oneStreamTellsOfAllResourcesThatAreWanted() throws InterruptedException {
        try (Bench bench = bench(home)) {
            bench.servers.subscribe("a", "test://0", Bench.context(ClientLink.NONE));
            bench.servers.subscribe("a", "test://1", Bench.context(ClientLink.NONE));
            assertThat(bench.text("a", "listening", "{}")).contains("[\"test://0\",\"test://1\"]");
            Waiting.until(
                    "only one stream is open",
                    () -> bench.text("a", "listening", "{}").lines().count() == 1);

            bench.failure("a", "die");
            Waiting.until(
                    "it is wanted again",
                    () -> bench.text("a", "listening", "{}").contains("[\"test://0\",\"test://1\"]"));
            bench.text(
                    "a", "say", "{\"method\":\"notifications/resources/updated\",\"params\":{\"uri\":\"test://1\"}}");
            assertThat(bench.listener.of("a")).contains("told notifications/resources/updated {\"uri\":\"test://1\"}");
            bench.servers.unsubscribe("a", "test://0");
            Waiting.until(
                    "it is given up", () -> bench.text("a", "listening", "{}").contains("[\"test://1\"]"));
            assertThat(bench.text("a", "seen", "{}")).doesNotContain("resources/subscribe");
        }
    }

    @Test
    void whatTheServerNeedsIsAskedAndTheRequestRepeated() throws InterruptedException {
        FakeClient client = FakeClient.answering("c", "{\"action\":\"accept\",\"n\":1.5}");
        try (Bench bench = bench(home)) {
            JsonNode params = RawJson.parse(bench.text("a", "input", "{\"rounds\":3}", client))
                    .tree();

            assertThat(client.asked()).hasSize(6).contains("elicitation/create {\"message\":\"who is b?\"}");
            assertThat(params.path("inputResponses").toString())
                    .isEqualTo("{\"a\":{\"action\":\"accept\",\"n\":1.5},\"b\":{\"action\":\"accept\",\"n\":1.5}}");
            assertThat(params.path("requestState").asString()).isEqualTo("3/\u00e9\"\\ opaque");
            assertThat(params.path("arguments").path("rounds").asInt()).isEqualTo(3);
        }
    }

    @Test
    void aClientThatTakesInputRequestsGetsThemAsTheyCame() throws InterruptedException {
        FakeClient client = FakeClient.answering("c", "{}").takingInputRequests();
        try (Bench bench = bench(home)) {
            RawJson raw = bench.servers.call("a", "input", RawJson.parse("{\"rounds\":1}"), Bench.context(client));

            assertThat(raw.tree().path("resultType").asString()).isEqualTo("input_required");
            assertThat(client.asked()).isEmpty();
            RawJson retry = RawJson.parse("{\"inputResponses\":{\"a\":{}},\"requestState\":"
                    + raw.tree().path("requestState") + "}");
            RawJson result =
                    bench.servers.call("a", "input", RawJson.parse("{\"rounds\":1}"), Bench.context(client, retry));
            assertThat(result.tree().path("resultType").asString()).isEqualTo("complete");
        }
    }

    @Test
    void aClientThatCannotAnswerEndsTheCallInItsError() throws InterruptedException {
        try (Bench bench = bench(home)) {
            assertThatThrownBy(() -> bench.text("a", "input", "{}", FakeClient.refusing("c")))
                    .isInstanceOfSatisfying(
                            UpstreamErrorException.class,
                            refused -> assertThat(refused.error().code()).isEqualTo(-32021));
        }
    }

    @Test
    void aServerThatOnlyWantsToBeAskedAgainIsAndOneThatNeverStopsIsStopped() throws InterruptedException {
        FakeClient client = FakeClient.answering("c", "{}");
        try (Bench bench = bench(home)) {
            assertThat(bench.text("a", "input-state", "{\"rounds\":3}", client)).contains("3/");
            assertThat(client.asked()).isEmpty();
            assertThatThrownBy(() -> bench.text("a", "input", "{\"rounds\":100}", client))
                    .isInstanceOfSatisfying(
                            CasysException.class,
                            failure -> assertThat(failure.category()).isEqualTo(ErrorCategory.UPSTREAM_FAILED))
                    .hasMessageContaining("again and again");
            assertThatThrownBy(() -> bench.text("a", "input", "{\"method\":\"tools/call\"}", client))
                    .isInstanceOf(CasysException.class)
                    .hasMessageContaining("no client answers");
        }
    }

    @Test
    void aWithdrawnCallTakesItsQuestionsBack() throws Exception {
        FakeClient client = FakeClient.thinking("c", "{}");
        try (Bench bench = bench(home)) {
            CallContext context = Bench.context(client);
            BlockingQueue<String> outcome = QuestionsTest.inBackground(() -> bench.servers
                    .call("a", "input", RawJson.EMPTY_OBJECT, context)
                    .toString());
            Waiting.until("both are asked", () -> client.asked().size() == 2);
            context.cancellation().cancel();

            assertThat(outcome.poll(60, TimeUnit.SECONDS)).contains("withdrawn");
            Waiting.until("both are withdrawn", () -> client.withdrawn() == 2);
        }
    }
}
