// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.Owner;
import ai.casys.core.api.ProgressListener;
import ai.casys.core.settings.ServerDefinition;
import ai.casys.core.settings.UpstreamSettings;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Implementation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;

/** Real servers under a quick supervision. */
final class Bench implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Backs off for milliseconds, opens the circuit after three failures. */
    static final Pace QUICK = quick(3, PATIENCE);

    private static final UpstreamSettings SETTINGS = new UpstreamSettings(PATIENCE, Duration.ofMinutes(2), 4 << 20, 64);

    final RecordingListener listener = new RecordingListener();
    final UpstreamServers servers;
    volatile Optional<ClientLink> standing = Optional.empty();
    private final Map<String, ServerDefinition> wanted = new LinkedHashMap<>();

    Bench(Path home) {
        this(home, SETTINGS, QUICK);
    }

    /** A pace for tests that do not wait, with the circuit open after so many failures. */
    static Pace quick(int failuresToOpen, Duration answerTime) {
        return new Pace(
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                Duration.ofMillis(1),
                failuresToOpen,
                Duration.ofMinutes(10),
                Duration.ZERO,
                Duration.ofSeconds(60),
                Duration.ofMillis(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                answerTime);
    }

    Bench(Path home, UpstreamSettings settings, Pace pace) {
        this(home, settings, pace, BaseEnvironment.from(System.getenv()));
    }

    Bench(Path home, UpstreamSettings settings, Pace pace, BaseEnvironment environment) {
        this(home, settings, pace, environment, CredentialSource.CONFIGURED, ScopeLimits.NORMAL);
    }

    Bench(Path home, CredentialSource credentials, ScopeLimits limits) {
        this(home, SETTINGS, QUICK, BaseEnvironment.from(System.getenv()), credentials, limits);
    }

    private Bench(
            Path home,
            UpstreamSettings settings,
            Pace pace,
            BaseEnvironment environment,
            CredentialSource credentials,
            ScopeLimits limits) {
        this.servers = new UpstreamServers(
                new Surroundings(
                        home,
                        settings,
                        pace,
                        new Implementation("bench", "1"),
                        new ServerConnector(home, settings, environment),
                        listener,
                        new StandingClients() {
                            @Override
                            public Optional<Owner> onlyUser() {
                                return standing.isPresent() ? Optional.of(Caller.LOCAL.owner()) : Optional.empty();
                            }

                            @Override
                            public Optional<ClientLink> withRoots(Owner user) {
                                return standing.filter(_ -> user.equals(Caller.LOCAL.owner()));
                            }
                        },
                        InstantSource.system(),
                        () -> ThreadLocalRandom.current().nextLong()),
                credentials,
                limits);
    }

    static UpstreamSettings settings(Duration start, Duration call, int inFlight) {
        return new UpstreamSettings(start, call, 4 << 20, inFlight);
    }

    static Pace pace(Duration readyWait, Duration probeEvery, Duration probeOnDemand) {
        return new Pace(
                QUICK.firstDelay(),
                QUICK.longestDelay(),
                QUICK.stableAfter(),
                QUICK.failuresToOpen(),
                probeEvery,
                probeOnDemand,
                readyWait,
                QUICK.debounce(),
                QUICK.checkEvery(),
                QUICK.checkTimeout(),
                QUICK.drainGrace(),
                QUICK.answerTime());
    }

    Bench with(ServerDefinition... definitions) {
        Arrays.stream(definitions).forEach(definition -> wanted.put(definition.name(), definition));
        servers.reconcile(wanted);
        return this;
    }

    void without(String name) {
        wanted.remove(name);
        servers.reconcile(wanted);
    }

    void await(String name, ServerState state) throws InterruptedException {
        Waiting.until(
                name + " is " + state + ", last seen " + status(name),
                () -> status(name).state() == state);
    }

    ServerStatus status(String name) {
        List<ServerStatus> found = servers.statuses().stream()
                .filter(status -> status.name().equals(name))
                .toList();
        assertThat(found).as("status of " + name).hasSize(1);
        return found.getFirst();
    }

    ProcessHandle process(String name) {
        return status(name).pid().flatMap(ProcessHandle::of).orElseThrow();
    }

    RawJson call(String server, String tool, String arguments) {
        return servers.call(server, tool, RawJson.parse(arguments), CallContext.of(Caller.LOCAL, PATIENCE));
    }

    String text(String server, String tool, String arguments) {
        return text(call(server, tool, arguments));
    }

    /** The same for a client. */
    String text(String server, String tool, String arguments, ClientLink client) {
        return text(servers.call(server, tool, RawJson.parse(arguments), context(client)));
    }

    static CallContext context(ClientLink client) {
        return context(client, RawJson.EMPTY_OBJECT);
    }

    /** The same for a client of somebody. */
    String text(String server, String tool, String arguments, ClientLink client, Caller caller) {
        return text(
                servers.call(server, tool, RawJson.parse(arguments), context(client, RawJson.EMPTY_OBJECT, caller)));
    }

    static CallContext context(ClientLink client, RawJson params) {
        return context(client, params, Caller.LOCAL);
    }

    static CallContext context(ClientLink client, RawJson params, Caller caller) {
        return new CallContext(
                caller,
                UUID.randomUUID(),
                Instant.now().plus(PATIENCE),
                new Cancellation(),
                ProgressListener.NONE,
                client,
                params);
    }

    private static String text(RawJson answer) {
        JsonNode result = answer.tree();
        return result.path("content").path(0).path("text").asString();
    }

    /** Whether a short call finds no slot; it may just as well find one and be answered. */
    boolean isFull(String server) {
        try {
            servers.call(server, "echo", RawJson.EMPTY_OBJECT, CallContext.of(Caller.LOCAL, Duration.ofMillis(50)));
            return false;
        } catch (CasysException e) {
            return e.category() == ErrorCategory.OVERLOADED;
        }
    }

    CasysException failure(String server, String tool, CallContext context) {
        try {
            RawJson result = servers.call(server, tool, RawJson.EMPTY_OBJECT, context);
            throw new AssertionError("it answered " + result);
        } catch (CasysException e) {
            return e;
        }
    }

    CasysException failure(String server, String tool) {
        return failure(server, tool, CallContext.of(Caller.LOCAL, PATIENCE));
    }

    static SplittableRandom random() {
        return new SplittableRandom(20261120);
    }

    /** Ends all servers before the test is over. */
    void end() {
        servers.close();
    }

    @Override
    public void close() {
        end();
    }
}
