// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.boot.Engine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets a signal end the process only after the engine has gone down in order. A signal in the middle of the start waits
 * for its end, since a half-started database has nobody else to stop it. Used by the thread that serves.
 */
final class StopSignal implements AutoCloseable {

    private static final long LONGEST_START_SECONDS = 30;

    private final CompletableFuture<Optional<Engine>> engine = new CompletableFuture<>();
    private final Thread hook = new Thread(this::stop, "shutdown");

    StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** From now on a signal closes this engine. */
    void closes(Engine started) {
        engine.complete(Optional.of(started));
    }

    private void stop() {
        try {
            engine.get(LONGEST_START_SECONDS, TimeUnit.SECONDS).ifPresent(Engine::close);
        } catch (TimeoutException | ExecutionException _) {
            // The next start of the home stops what is left of this one.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The engine has gone down, or never came up. */
    @Override
    public void close() {
        engine.complete(Optional.empty());
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending already.
        }
    }
}
