// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.ListKind;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.shared.jsonrpc.RawJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a legacy server offers besides tools, with real child processes. */
final class ServerFeaturesTest {

    @TempDir
    private Path home;

    private static Bench bench(Path home, String... behaviour) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("features=yes"));
        all.addAll(List.of(behaviour));
        Bench bench = new Bench(home).with(Doubles.stdio("a", all.toArray(String[]::new)), Doubles.stdio("plain"));
        bench.await("a", ServerState.READY);
        bench.await("plain", ServerState.READY);
        return bench;
    }

    private static List<String> prompts(Bench bench) {
        return bench.servers.list("a", ListKind.PROMPTS, Bench.PATIENCE, Caller.LOCAL).stream()
                .map(RawJson::toString)
                .toList();
    }

    private static long seen(Bench bench, String text) {
        return bench.text("a", "seen", "{}")
                .lines()
                .filter(line -> line.contains(text))
                .count();
    }

    @Test
    void onlyServersThatDeclareSomethingHaveIt() throws InterruptedException {
        try (Bench bench = bench(home)) {
            assertThat(bench.servers.having("prompts")).containsExactly("a");
            assertThat(bench.servers.having("tools")).containsExactly("a", "plain");
            assertThat(bench.servers.list("plain", ListKind.PROMPTS, Bench.PATIENCE, Caller.LOCAL))
                    .isEmpty();
            assertThat(bench.servers.list("a", ListKind.RESOURCE_TEMPLATES, Bench.PATIENCE, Caller.LOCAL))
                    .isEmpty();
            assertThatThrownBy(() -> bench.servers.list("b", ListKind.PROMPTS, Bench.PATIENCE, Caller.LOCAL))
                    .isInstanceOf(CasysException.class)
                    .hasMessageContaining("[a, plain]");
        }
    }

    @Test
    void allPagesAreReadOnceInTheBytesOfTheServer() throws InterruptedException {
        try (Bench bench = bench(home, "prompt-pages=3", "slow-prompts=200")) {
            CountDownLatch done = new CountDownLatch(8);
            for (int i = 0; i < 8; i++) {
                Thread.ofVirtual().start(() -> {
                    prompts(bench);
                    done.countDown();
                });
            }
            done.await();

            assertThat(prompts(bench))
                    .containsExactly(
                            "{\"name\":\"p0-0\",\"unknown\":1.5}",
                            "{\"name\":\"p1-0\",\"unknown\":1.5}",
                            "{\"name\":\"p2-0\",\"unknown\":1.5}");
            assertThat(seen(bench, "prompts/list\"")).isEqualTo(3);
        }
    }

    @Test
    void aListIsReadAgainWhenTheServerSaysSoAndAfterAReconnect() throws InterruptedException {
        try (Bench bench = bench(home)) {
            assertThat(prompts(bench)).hasSize(1);
            bench.text("a", "more-prompts", "{}");
            Waiting.until(
                    "it is told",
                    () -> bench.listener.of("a").stream()
                            .anyMatch(event -> event.startsWith("told notifications/prompts/list_changed")));
            assertThat(prompts(bench)).hasSize(2);

            bench.failure("a", "die");
            Waiting.until(
                    "it is back",
                    () -> bench.listener.of("a").stream()
                                    .filter(event -> event.startsWith("ready"))
                                    .count()
                            == 2);
            assertThat(prompts(bench)).hasSize(1);
        }
    }

    @Test
    void aStormOfChangesIsToldOnceUntilSomebodyLooks() throws InterruptedException {
        try (Bench bench = bench(home)) {
            String storm = "{\"method\":\"notifications/resources/list_changed\",\"times\":5000}";
            bench.text("a", "say", storm);
            bench.text("a", "say", storm);
            assertThat(bench.listener.of("a"))
                    .filteredOn(event -> event.startsWith("told"))
                    .hasSize(1);

            assertThat(bench.servers.list("a", ListKind.RESOURCES, Bench.PATIENCE, Caller.LOCAL))
                    .hasSize(1);
            bench.text("a", "say", storm);
            assertThat(bench.listener.of("a"))
                    .filteredOn(event -> event.startsWith("told"))
                    .hasSize(2);
        }
    }

    @Test
    void listsWithoutEndAreCutOrRefused() throws InterruptedException {
        try (Bench bench = bench(home, "resources=20000", "prompt-pages=-1")) {
            assertThat(bench.servers.list("a", ListKind.RESOURCES, Bench.PATIENCE, Caller.LOCAL))
                    .hasSize(10_000);
            assertThat(prompts(bench)).hasSize(1_000);
        }
        try (Bench bench = bench(home, "same-cursor=yes")) {
            assertThatThrownBy(() -> bench.servers.list("a", ListKind.RESOURCES, Bench.PATIENCE, Caller.LOCAL))
                    .isInstanceOfSatisfying(
                            CasysException.class,
                            failure -> assertThat(failure.category()).isEqualTo(ErrorCategory.UPSTREAM_FAILED))
                    .hasMessageContaining("repeats a cursor");
        }
    }

    @Test
    void aSlowListEndsTheWaitOfWhoHasNoTime() throws InterruptedException {
        try (Bench bench = bench(home, "slow-prompts=1000")) {
            assertThatThrownBy(() -> bench.servers.list("a", ListKind.PROMPTS, Duration.ofMillis(50), Caller.LOCAL))
                    .isInstanceOfSatisfying(
                            CasysException.class,
                            failure -> assertThat(failure.category()).isEqualTo(ErrorCategory.TIMEOUT));
            assertThat(prompts(bench)).hasSize(1);
            assertThat(seen(bench, "prompts/list\"")).isEqualTo(1);
        }
    }

    @Test
    void anyRequestIsPassedOnWithItsMembers() throws InterruptedException {
        try (Bench bench = bench(home)) {
            RawJson params =
                    RawJson.parse("{\"name\":\"p0-0\",\"unknown\":{\"n\":[1]},\"_meta\":{\"traceparent\":\"t\"}}");
            RawJson result = bench.servers.request("a", "prompts/get", params, Bench.context(ClientLink.NONE));
            assertThat(result.tree().path("echo")).isEqualTo(params.tree());

            assertThatThrownBy(() -> bench.servers.request(
                            "a", "tasks/list", RawJson.EMPTY_OBJECT, Bench.context(ClientLink.NONE)))
                    .isInstanceOfSatisfying(
                            UpstreamErrorException.class,
                            refused -> assertThat(refused.error().code()).isEqualTo(-32601));
        }
    }

    @Test
    void aSubscriptionIsCountedAndOutlivesAConnection() throws InterruptedException {
        try (Bench bench = bench(home)) {
            bench.servers.subscribe("a", "test://0", Bench.context(ClientLink.NONE));
            bench.servers.subscribe("a", "test://0", Bench.context(ClientLink.NONE));
            assertThat(seen(bench, "resources/subscribe\"")).isEqualTo(1);
            bench.servers.unsubscribe("a", "test://0");
            assertThat(seen(bench, "resources/unsubscribe\"")).isZero();

            bench.failure("a", "die");
            Waiting.until("it is subscribed again", () -> seen(bench, "resources/subscribe\"") == 1);
            update(bench, "test://0");
            Waiting.until(
                    "the update is told",
                    () -> bench.listener.heard("a told notifications/resources/updated {\"uri\":\"test://0\"}"));

            bench.servers.unsubscribe("a", "test://0");
            bench.servers.unsubscribe("a", "test://0");
            bench.servers.unsubscribe("nobody", "test://0");
            assertThat(seen(bench, "resources/unsubscribe\"")).isEqualTo(1);
        }
    }

    @Test
    void updatesThatNobodyAskedForAreNotTold() throws InterruptedException {
        try (Bench bench = bench(home)) {
            bench.servers.subscribe("a", "test://dir/", Bench.context(ClientLink.NONE));
            update(bench, "test://other");
            update(bench, "test://dir/file");

            assertThat(bench.listener.of("a"))
                    .filteredOn(event -> event.startsWith("told"))
                    .containsExactly("told notifications/resources/updated {\"uri\":\"test://dir/file\"}");
        }
    }

    @Test
    void aRefusedSubscriptionIsNone() throws InterruptedException {
        try (Bench bench = bench(home)) {
            assertThatThrownBy(() -> bench.servers.subscribe("a", "test://refused", Bench.context(ClientLink.NONE)))
                    .isInstanceOf(UpstreamErrorException.class);
            assertThatThrownBy(() -> bench.servers.subscribe("plain", "test://0", Bench.context(ClientLink.NONE)))
                    .isInstanceOf(CasysException.class)
                    .hasMessageContaining("does not tell of changes");
            bench.servers.unsubscribe("a", "test://refused");
            assertThat(seen(bench, "resources/unsubscribe\"")).isZero();
        }
    }

    @Test
    void theLogLevelFollowsWhatIsWantedAlsoAfterAReconnect() throws InterruptedException {
        try (Bench bench = bench(home)) {
            bench.servers.logLevel(Optional.of("debug"));
            bench.servers.logLevel(Optional.of("debug"));
            Waiting.until("it is set", () -> seen(bench, "\"debug\"") == 1);
            bench.servers.logLevel(Optional.empty());
            Waiting.until("it is taken back", () -> seen(bench, "\"emergency\"") == 1);
            bench.servers.logLevel(Optional.of("error"));
            Waiting.until("it is set anew", () -> seen(bench, "\"error\"") == 1);

            bench.failure("a", "die");
            Waiting.until("the next process is told", () -> seen(bench, "\"error\"") == 1);
            assertThat(seen(bench, "logging/setLevel")).isEqualTo(1);
            assertThat(bench.text("plain", "seen", "{}")).doesNotContain("logging/setLevel");
        }
    }

    @Test
    void serversHearOfOtherRoots() throws InterruptedException {
        try (Bench bench = bench(home)) {
            bench.servers.rootsChanged(Caller.LOCAL.owner());
            Waiting.until("it is told", () -> seen(bench, "notifications/roots/list_changed") == 1);
        }
    }

    private static void update(Bench bench, String uri) {
        bench.text("a", "say", "{\"method\":\"notifications/resources/updated\",\"params\":{\"uri\":\"" + uri + "\"}}");
    }
}
