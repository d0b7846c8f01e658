// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.settings.ServerDefinition;
import ai.casys.core.upstream.Mailbox.Event;
import ai.casys.shared.transport.McpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server and the virtual thread that looks after it: connect, list the tools, be ready until the connection ends,
 * rest, and again. The whole life is {@link #live}. Calls run on the threads of their callers; everything else, the
 * listener's events included, happens on the one supervising thread. Nobody interrupts it: who wants it to end posts
 * {@link Event#STOP}, and closing the transport ends whatever it may be waiting for.
 */
final class SupervisedServer {

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedServer.class);

    private final ServerDefinition definition;
    private final String label;
    private final Surroundings surroundings;
    private final FailureText failures;
    private final ServerLog log;
    private final ServerSituation situation;
    private final ServerCalls calls;
    private final ServerFeatures features;
    private final Backoff backoff;
    private final Mailbox mailbox = new Mailbox();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ServerLine line;
    private volatile Farewell farewell = Farewell.NOTHING;
    private Optional<SupervisedServer> predecessor;

    /** What the listener is told when the server has been stopped. */
    enum Farewell {
        /** The program ends. */
        NOTHING,
        /** The server comes back with another definition. */
        DOWN,
        /** The server is not wanted any more. */
        REMOVED
    }

    /** How one attempt ended: how long the server had been ready, empty if it never was, and why it is not any more. */
    private record Outcome(Optional<Duration> ready, String problem) {}

    /**
     * A server that does not live yet.
     *
     * @param label tells the connections of one server apart in the names of files and threads
     * @param predecessor a server of the same name that is ending; this one waits for its end, since the two may want
     *     the same port or file
     */
    SupervisedServer(
            ServerDefinition definition,
            String label,
            Optional<SupervisedServer> predecessor,
            Surroundings surroundings) {
        this.definition = definition;
        this.label = label;
        this.predecessor = predecessor;
        this.surroundings = surroundings;
        Redactor redactor = Redactor.of(definition);
        this.log = surroundings.log(label, redactor);
        this.line = new ServerLine(definition, label, surroundings, log, mailbox);
        this.failures = new FailureText(definition.name(), redactor, log);
        this.situation = new ServerSituation(definition.name(), log.file(), surroundings.clock());
        CallFailures callFailures = new CallFailures(definition.name(), surroundings.settings(), mailbox, redactor);
        this.calls = new ServerCalls(definition.name(), surroundings, situation, mailbox, callFailures);
        this.features = new ServerFeatures(definition.name(), surroundings, situation, mailbox, calls, callFailures);
        this.backoff = new Backoff(surroundings.pace(), surroundings.random());
    }

    ServerDefinition definition() {
        return definition;
    }

    /** Starts the supervision; returns at once. */
    void start() {
        Thread.ofVirtual().name("upstream-" + label).start(this::live);
    }

    /** Lets the calls under way end, within the grace period, and then the server; returns at once. */
    void stop(Farewell last) {
        farewell = last;
        situation.stopping();
        mailbox.post(Event.STOP);
        Thread.ofVirtual().name("stop-" + label).start(() -> {
            drain();
            line.cut();
        });
    }

    /** Blocks until the server has ended, at most so long; returns whether it has. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the server has ended. */
    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    ServerCalls calls() {
        return calls;
    }

    ServerFeatures features() {
        return features;
    }

    ServerStatus status() {
        return situation.status(log.lastLines());
    }

    private void live() {
        try {
            awaitPredecessor();
            while (!mailbox.isStopped()) {
                Outcome outcome = attempt();
                if (!mailbox.isStopped()) {
                    rest(outcome);
                }
            }
        } finally {
            situation.stopped();
            log.note("stopped");
            log.close();
            sayFarewell();
            ended.countDown();
        }
    }

    /** One connection, from its opening to its end. Never throws. */
    private Outcome attempt() {
        situation.starting();
        long begin = System.nanoTime();
        Optional<Long> ready = Optional.empty();
        calls.conversation().connecting();
        ServerVoice voice = new ServerVoice(mailbox, features, calls.conversation());
        try (McpClient client = line.open(voice, begin)) {
            features.connected(client);
            ToolList tools = ToolList.read(client, surroundings.pace().debounce(), line.leftToStart(begin));
            ready = Optional.of(System.nanoTime());
            announce(client, tools);
            serve(client, tools);
        } catch (RuntimeException e) {
            // Closing the transport under a server that starts is how it is stopped.
            String problem = mailbox.isStopped() ? "it was stopped" : failures.of(e);
            return new Outcome(ready.map(SupervisedServer::since), problem);
        } finally {
            line.ended();
        }
        return new Outcome(ready.map(SupervisedServer::since), failures.of(voice.whyClosed()));
    }

    private void announce(McpClient client, ToolList tools) {
        tell(listener -> listener.serverReady(name(), client.server(), tools.tools()));
        situation.ready(client, line.pid(), tools.tools().size());
        String text = "ready: " + client.server().implementation().name() + " "
                + client.server().implementation().version() + ", MCP "
                + client.server().protocolVersion().text() + ", "
                + tools.tools().size() + " tools";
        log.note(text);
        LOG.info("server \"{}\" is {}", name(), text);
    }

    /** Looks after a ready server; returns when its connection is over or when it shall stop. */
    private void serve(McpClient client, ToolList tools) {
        HealthCheck health = new HealthCheck(client, surroundings.pace().checkTimeout());
        while (client.isOpen()) {
            Set<Event> events = mailbox.await(surroundings.pace().checkEvery());
            if (events.contains(Event.STOP)) {
                drain();
                return;
            }
            if (events.contains(Event.TOOLS_CHANGED)) {
                refresh(client, tools);
            }
            boolean quiet = events.isEmpty() && calls.isIdle();
            if (definition instanceof ServerDefinition.Http && (quiet || events.contains(Event.DOUBT))) {
                health.check();
            }
        }
    }

    private void refresh(McpClient client, ToolList tools) {
        long end = System.nanoTime() + tools.pause().toNanos();
        while (end - System.nanoTime() > 0 && client.isOpen() && !mailbox.isStopped()) {
            mailbox.await(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
        try {
            if (client.isOpen()
                    && !mailbox.isStopped()
                    && tools.refresh(surroundings.settings().startTimeout())) {
                situation.listed(tools.tools().size());
                LOG.info("server \"{}\" has {} tools now", name(), tools.tools().size());
                tell(listener -> listener.toolsChanged(name(), tools.tools()));
            }
        } catch (RuntimeException e) {
            // The tools known so far can still be called.
            LOG.warn("server \"{}\" announced other tools, which could not be read: {}", name(), failures.of(e));
        }
    }

    /** What follows a failure: tell of it and wait before the next attempt. */
    private void rest(Outcome outcome) {
        boolean wasOpen = backoff.isCircuitOpen();
        backoff.failed(outcome.ready().orElse(Duration.ZERO));
        Duration delay = backoff.nextDelay();
        Instant next = surroundings.clock().instant().plus(delay);
        situation.failed(backoff.isCircuitOpen(), outcome.problem(), next);
        log.note("failed: " + outcome.problem() + "; next attempt at " + next);
        if (!wasOpen) {
            LOG.warn(
                    "server \"{}\" failed: {}; next attempt in {} ms, its log is {}",
                    name(),
                    outcome.problem(),
                    delay.toMillis(),
                    log.file());
        }
        if (outcome.ready().isPresent()) {
            tell(listener -> listener.serverDown(name(), outcome.problem()));
        }
        long begin = System.nanoTime();
        long end = begin + delay.toNanos();
        while (end - System.nanoTime() > 0) {
            Set<Event> events = mailbox.await(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            boolean demanded = events.contains(Event.DEMAND)
                    && since(begin).compareTo(surroundings.pace().probeOnDemand()) >= 0;
            if (demanded || events.contains(Event.STOP)) {
                return;
            }
        }
    }

    private void awaitPredecessor() {
        try {
            if (predecessor.isPresent()) {
                predecessor.get().ended.await();
            }
            // Else every definition a server ever had would be kept.
            predecessor = Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            mailbox.post(Event.STOP);
        }
    }

    private void drain() {
        try {
            calls.awaitIdle(surroundings.pace().drainGrace());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sayFarewell() {
        switch (farewell) {
            case NOTHING -> {}
            case DOWN -> tell(listener -> listener.serverDown(name(), "its configuration has changed"));
            case REMOVED -> tell(listener -> listener.serverRemoved(name()));
        }
    }

    private void tell(Consumer<UpstreamListener> event) {
        try {
            event.accept(surroundings.listener());
        } catch (RuntimeException e) {
            LOG.error("telling of server \"{}\" failed", name(), e);
        }
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    private String name() {
        return definition.name();
    }
}
