// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.transport.McpClient;
import ai.casys.shared.transport.ServerFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where one server stands, and the gate at which its callers wait. Its supervisor changes it, any thread reads it or
 * waits at it; the lock is held for the change of a few fields only.
 */
final class ServerSituation {

    private final String name;
    private final Path logFile;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private ServerState state = ServerState.STARTING;
    private Instant since;
    private Optional<McpClient> client = Optional.empty();
    private Optional<Long> pid = Optional.empty();
    private Optional<ServerFacts> facts = Optional.empty();
    private int toolCount;
    private Optional<String> lastError = Optional.empty();
    private Optional<Instant> nextAttempt = Optional.empty();
    private int timesReady;
    private boolean stopping;

    ServerSituation(String name, Path logFile, InstantSource clock) {
        this.name = name;
        this.logFile = logFile;
        this.clock = clock;
        this.since = clock.instant();
    }

    /** An attempt begins. While the circuit is open it stays so: callers are not made to wait for a probe. */
    void starting() {
        change(() -> {
            nextAttempt = Optional.empty();
            if (state != ServerState.CIRCUIT_OPEN) {
                enter(ServerState.STARTING);
            }
        });
    }

    /** The server takes calls. */
    void ready(McpClient open, Optional<Long> process, int tools) {
        change(() -> {
            enter(ServerState.READY);
            client = Optional.of(open);
            pid = process;
            facts = Optional.of(open.server());
            toolCount = tools;
            timesReady++;
        });
    }

    /** The number of tools has changed. */
    void listed(int tools) {
        change(() -> toolCount = tools);
    }

    /** The server failed and is tried again later. */
    void failed(boolean circuitOpen, String error, Instant next) {
        change(() -> {
            enter(circuitOpen ? ServerState.CIRCUIT_OPEN : ServerState.BACKING_OFF);
            lastError = Optional.of(error);
            nextAttempt = Optional.of(next);
        });
    }

    /** From now on no call is let in, while those under way go on. */
    void stopping() {
        change(() -> stopping = true);
    }

    /** The server has ended for good. */
    void stopped() {
        change(() -> {
            nextAttempt = Optional.empty();
            enter(ServerState.STOPPED);
        });
    }

    /** Whether calls are refused at once because of repeated failure. */
    boolean isCircuitOpen() {
        lock.lock();
        try {
            return state == ServerState.CIRCUIT_OPEN;
        } finally {
            lock.unlock();
        }
    }

    /** The open connection, if calls are let in now. */
    Optional<McpClient> open() {
        lock.lock();
        try {
            return stopping || state != ServerState.READY ? Optional.empty() : client.filter(McpClient::isOpen);
        } finally {
            lock.unlock();
        }
    }

    /** All that is known. */
    ServerStatus status(List<String> lastLines) {
        lock.lock();
        try {
            return new ServerStatus(
                    name,
                    state,
                    since,
                    facts,
                    toolCount,
                    lastError,
                    nextAttempt,
                    Math.max(0, timesReady - 1),
                    pid,
                    logFile,
                    lastLines);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The open connection; waits for it while the server is starting or backing off.
     *
     * @throws CasysException UNAVAILABLE if the server is not ready in time, or will not be soon; CANCELLED if the
     *     caller withdraws
     */
    McpClient awaitReady(Duration limit, Cancellation cancellation) throws InterruptedException {
        Optional<McpClient> ready = open();
        if (ready.isPresent() && !cancellation.isCancelled()) {
            return ready.get();
        }
        long end = System.nanoTime() + limit.toNanos();
        try (Cancellation.Registration _ = cancellation.onCancel(this::wakeWaiting)) {
            lock.lockInterruptibly();
            try {
                while (true) {
                    Optional<McpClient> open = openNow(cancellation);
                    if (open.isPresent()) {
                        return open.get();
                    }
                    if (changed.awaitNanos(end - System.nanoTime()) <= 0) {
                        throw notReady(limit);
                    }
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Empty means that waiting helps. */
    private Optional<McpClient> openNow(Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new CasysException(
                    ErrorCategory.CANCELLED, "the call was withdrawn before it was sent to server \"" + name + "\"");
        }
        if (stopping) {
            throw unavailable("it is being stopped; a call that follows a change of the configuration may find it");
        }
        return switch (state) {
            // The connection may be over before its supervisor has noticed.
            case READY -> client.filter(McpClient::isOpen);
            case STARTING, BACKING_OFF -> Optional.empty();
            case CIRCUIT_OPEN -> throw circuitOpen();
            case STOPPED -> throw unavailable("it was stopped");
        };
    }

    private CasysException notReady(Duration limit) {
        String error = lastError
                .map(text -> "; its last error: " + text)
                .orElse("; a first start may have to download it, so try again in a while");
        return unavailable("it was not ready within " + limit.toMillis() + " ms" + error);
    }

    private CasysException circuitOpen() {
        String error = lastError.map(text -> ", last with: " + text).orElse("");
        String next = nextAttempt
                .map(instant -> "it is tried again at " + instant.truncatedTo(ChronoUnit.SECONDS))
                .orElse("it is being tried again now");
        return unavailable("it failed several times in a row" + error + "; " + next);
    }

    private CasysException unavailable(String why) {
        return new CasysException(
                ErrorCategory.UNAVAILABLE,
                "server \"" + name + "\" is not available: " + why + ". Its log is " + logFile);
    }

    /** Leaving a state takes its connection along. */
    private void enter(ServerState next) {
        if (state != next) {
            since = clock.instant();
        }
        state = next;
        client = Optional.empty();
        pid = Optional.empty();
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void wakeWaiting() {
        change(() -> {});
    }
}
