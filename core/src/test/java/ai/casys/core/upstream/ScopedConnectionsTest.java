// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.ListKind;
import ai.casys.core.settings.ServerDefinition;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.identity.UserId;
import ai.casys.shared.jsonrpc.RawJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers with credentials of their own, at real processes and real HTTP servers. */
final class ScopedConnectionsTest {

    private static final Caller ADA = caller(1);
    private static final Caller BOB = caller(2);
    private static final Caller EVE = caller(3);
    private static final ScopeLimits ROOMY = new ScopeLimits(8, Duration.ofMinutes(10));

    @TempDir
    private Path home;

    /** Every user but the local one has credentials of its own: its number. */
    private static final class OwnCredentials implements CredentialSource {

        final Queue<String> completed = new ConcurrentLinkedQueue<>();

        @Override
        public CredentialScope scope(ServerDefinition configured, Caller caller) {
            return caller.equals(Caller.LOCAL) ? CredentialScope.SHARED : new CredentialScope(secret(caller));
        }

        @Override
        public ServerDefinition complete(ServerDefinition configured, CredentialScope scope) {
            completed.add(scope.id());
            return switch (configured) {
                case ServerDefinition.Stdio stdio ->
                    new ServerDefinition.Stdio(
                            stdio.name(), stdio.command(), stdio.arguments(), Map.of("WHO", scope.id()), stdio.cwd());
                case ServerDefinition.Http http ->
                    new ServerDefinition.Http(
                            http.name(), http.kind(), http.url(), Map.of("Authorization", scope.id()));
            };
        }
    }

    @Test
    void eachScopeHasAProcessOfItsOwnWithItsOwnVariables() throws Exception {
        try (Bench bench = new Bench(home, new OwnCredentials(), ROOMY).with(Doubles.stdio("a"))) {
            assertThat(who(bench, ADA)).isEqualTo("user-1");
            assertThat(who(bench, BOB)).isEqualTo("user-2");
            assertThat(who(bench, Caller.LOCAL)).isEmpty();
            assertThat(who(bench, ADA)).isEqualTo("user-1");

            Set<Long> processes = bench.servers.scoped().statuses().values().stream()
                    .map(status -> status.pid().orElseThrow())
                    .collect(Collectors.toSet());
            processes.add(bench.process("a").pid());
            assertThat(processes).hasSize(3);
            assertThat(recorded("a.json"))
                    .contains(bench.status("a").pid().orElseThrow().toString());
            assertThat(List.of("a.1.json", "a.2.json"))
                    .allSatisfy(file -> assertThat(recorded(file)).contains("pid"));
            assertThat(bench.listener.events()).as("what everybody hears").containsExactly("a ready 13");
        }
        assertThat(home.resolve("run").resolve("children")).isEmptyDirectory();
    }

    @Test
    void theEndOfOneScopesProcessLeavesTheOthersAlone() throws InterruptedException {
        try (Bench bench = new Bench(home, new OwnCredentials(), ROOMY).with(Doubles.stdio("a"))) {
            who(bench, ADA);
            who(bench, BOB);
            who(bench, Caller.LOCAL);
            long local = bench.process("a").pid();
            long bobs = pid(bench, BOB);
            BlockingQueue<String> long1 = QuestionsTest.inBackground(() -> call(bench, BOB, "{\"delay\":1500}"));
            Waiting.until(
                    "it runs",
                    () -> bench.servers
                            .call("a", "running", RawJson.EMPTY_OBJECT, CallContext.of(BOB, Bench.PATIENCE))
                            .toString()
                            .contains("echo"));
            assertThatThrownBy(() ->
                            bench.servers.call("a", "die", RawJson.EMPTY_OBJECT, CallContext.of(ADA, Bench.PATIENCE)))
                    .isInstanceOf(CasysException.class);

            assertThat(long1.poll(60, TimeUnit.SECONDS)).contains("content");
            assertThat(pid(bench, BOB)).isEqualTo(bobs);
            assertThat(bench.process("a").pid()).isEqualTo(local);
            assertThat(who(bench, ADA)).isEqualTo("user-1");
        }
    }

    @Test
    void whateverHappensAtOnceNothingIsEverUsedByTwoScopes() throws Exception {
        ScopeLimits tight = new ScopeLimits(3, Duration.ofMillis(30));
        OwnCredentials credentials = new OwnCredentials();
        try (SessionDouble http = new SessionDouble();
                Bench bench = new Bench(home, credentials, tight).with(http.definition("a"), http.definition("b"))) {
            List<Caller> callers = List.of(ADA, BOB, EVE, Caller.LOCAL);
            SplittableRandom seeds = Bench.random();
            Queue<String> wrong = new ConcurrentLinkedQueue<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                SplittableRandom random = seeds.split();
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int step = 0; step < 40; step++) {
                        act(bench, callers.get(random.nextInt(callers.size())), random, wrong);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(wrong).isEmpty();
            assertThat(http.mixedUp()).isEmpty();
            assertThat(http.connectionsOf()).containsExactlyInAnyOrder("configured", "user-1", "user-2", "user-3");
            Waiting.until(
                    "unused connections end",
                    () -> bench.servers.scoped().statuses().isEmpty());
            Waiting.until("their sessions end", () -> http.sessionsOf().equals(List.of("configured", "configured")));
            assertThat(http.opened()).as("some were opened again").isGreaterThan(8);
        }
    }

    private static void act(Bench bench, Caller caller, SplittableRandom random, Queue<String> wrong) {
        String server = random.nextBoolean() ? "a" : "b";
        String own = caller.equals(Caller.LOCAL) ? "configured" : secret(caller);
        try {
            if (random.nextInt(3) == 0) {
                String listed = bench.servers
                        .list(server, ListKind.PROMPTS, Bench.PATIENCE, caller)
                        .toString();
                if (!listed.contains("of-" + own + "\"")) {
                    wrong.add(own + " is shown " + listed);
                }
                return;
            }
            String answer = bench.servers
                    .call(server, "who", RawJson.EMPTY_OBJECT, CallContext.of(caller, Bench.PATIENCE))
                    .toString();
            if (!answer.contains("\"" + own + "\"")) {
                wrong.add(own + " is answered " + answer);
            }
        } catch (CasysException e) {
            // More scopes and servers than there is room for; anything else is a fault.
            if (e.category() != ErrorCategory.OVERLOADED) {
                wrong.add(own + " meets " + e.getMessage());
            }
        }
    }

    @Test
    void anUnusedConnectionEndsAndIsOpenedAgainOnDemand() throws Exception {
        OwnCredentials credentials = new OwnCredentials();
        try (SessionDouble http = new SessionDouble();
                Bench bench = new Bench(home, credentials, new ScopeLimits(8, Duration.ofMillis(200)))
                        .with(http.definition("a"))) {
            call(bench, ADA, "{}");
            Waiting.until("it ends", () -> http.sessionsOf().equals(List.of("configured")));
            call(bench, ADA, "{}");

            assertThat(credentials.completed).containsExactly("user-1", "user-1");
        }
    }

    @Test
    void thereIsNoRoomForMoreWhileAllAreInUseAndWhoeverIsIdleMakesRoom() throws Exception {
        try (Bench bench = new Bench(home, new OwnCredentials(), new ScopeLimits(1, Duration.ofMinutes(10)))
                .with(Doubles.stdio("a"))) {
            BlockingQueue<String> adas = QuestionsTest.inBackground(() -> call(bench, ADA, "{\"delay\":1000}"));
            Waiting.until("it has one", () -> bench.servers.scoped().statuses().size() == 1);
            assertThatThrownBy(() -> call(bench, BOB, "{}"))
                    .isInstanceOfSatisfying(
                            CasysException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.OVERLOADED))
                    .hasMessageContaining("1 connections")
                    .hasMessageContaining("try again later");
            assertThat(adas.poll(60, TimeUnit.SECONDS)).contains("content");

            assertThat(call(bench, BOB, "{}")).contains("content");
            assertThat(bench.servers.scoped().statuses().keySet())
                    .extracting(key -> key.scope().id())
                    .containsExactly("user-2");
        }
    }

    @Test
    void anotherConfigurationEndsTheConnectionsOfAllScopes() throws Exception {
        try (SessionDouble http = new SessionDouble();
                SessionDouble other = new SessionDouble();
                Bench bench =
                        new Bench(home, new OwnCredentials(), ROOMY).with(http.definition("a"), http.definition("b"))) {
            call(bench, ADA, "{}");
            bench.servers.call("b", "who", RawJson.EMPTY_OBJECT, CallContext.of(ADA, Bench.PATIENCE));
            bench.with(other.definition("a"));
            Waiting.until("those of the former end", () -> http.sessionsOf().equals(List.of("configured", "user-1")));

            assertThat(call(bench, ADA, "{}")).contains("user-1");
            assertThat(other.sessionsOf()).contains("user-1");
            bench.without("a");
            Waiting.until("none is left of it", () -> other.sessionsOf().isEmpty());
            assertThatThrownBy(() -> call(bench, ADA, "{}")).hasMessageContaining("no server \"a\"");
        }
    }

    @Test
    void changesOfResourcesAreNotToldAcrossScopes() throws Exception {
        try (Bench bench = new Bench(home, new OwnCredentials(), ROOMY).with(Doubles.stdio("a", "features=yes"))) {
            bench.await("a", ServerState.READY);
            assertThatThrownBy(() -> bench.servers.subscribe("a", "test://0", CallContext.of(ADA, Bench.PATIENCE)))
                    .hasMessageContaining("configured credentials");
            bench.servers.call(
                    "a",
                    "say",
                    RawJson.parse("{\"method\":\"notifications/resources/list_changed\"}"),
                    CallContext.of(ADA, Bench.PATIENCE));
            bench.servers.call("a", "echo", RawJson.EMPTY_OBJECT, CallContext.of(ADA, Bench.PATIENCE));

            assertThat(bench.listener.events()).noneMatch(event -> event.contains("list_changed"));
        }
    }

    @Test
    void credentialsThatCannotBeHadAreTheCallersError() throws Exception {
        CredentialSource broken = new CredentialSource() {
            @Override
            public CredentialScope scope(ServerDefinition configured, Caller caller) {
                return new CredentialScope("of-somebody");
            }

            @Override
            public ServerDefinition complete(ServerDefinition configured, CredentialScope scope) {
                throw new CasysException(ErrorCategory.NOT_PERMITTED, "connect your account first");
            }
        };
        try (SessionDouble http = new SessionDouble();
                Bench bench = new Bench(home, broken, ROOMY).with(http.definition("a"))) {
            assertThatThrownBy(() -> call(bench, ADA, "{}")).hasMessage("connect your account first");
            assertThat(bench.servers.scoped().statuses()).isEmpty();
        }
    }

    @Test
    void aScopeIsNamedByAShortText() {
        assertThatThrownBy(() -> new CredentialScope(" ")).hasMessageContaining("1 to 200");
        assertThatThrownBy(() -> new CredentialScope("x".repeat(201))).hasMessageContaining("not 201");
    }

    private static String call(Bench bench, Caller caller, String arguments) {
        return bench.servers
                .call("a", "echo", RawJson.parse(arguments), CallContext.of(caller, Bench.PATIENCE))
                .toString();
    }

    private static String who(Bench bench, Caller caller) {
        return bench.servers
                .call("a", "environment", RawJson.EMPTY_OBJECT, CallContext.of(caller, Bench.PATIENCE))
                .tree()
                .path("_meta")
                .path("WHO")
                .asString("");
    }

    private static long pid(Bench bench, Caller caller) {
        Map<String, Long> pids = new HashMap<>();
        bench.servers
                .scoped()
                .statuses()
                .forEach((key, status) ->
                        status.pid().ifPresent(pid -> pids.put(key.scope().id(), pid)));
        return pids.getOrDefault(secret(caller), 0L);
    }

    private String recorded(String file) {
        try {
            return Files.readString(home.resolve("run").resolve("children").resolve(file));
        } catch (IOException e) {
            return "none: " + e;
        }
    }

    private static String secret(Caller caller) {
        return "user-" + caller.user().value().getLeastSignificantBits();
    }

    private static Caller caller(long number) {
        return new Caller(TenantId.LOCAL, new UserId(new UUID(7, number)), Set.of("*"));
    }
}
