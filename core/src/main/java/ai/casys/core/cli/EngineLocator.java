// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.boot.EngineFile;
import ai.casys.core.settings.Environment;
import ai.casys.core.settings.RemoteGateway;
import ai.casys.core.storage.HomeLock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds the engine that a command talks to: the remote one named by {@code CASYS_URL}, else the one that holds this
 * home, else a new one in the background.
 */
final class EngineLocator {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Environment environment;
    private final Path home;

    EngineLocator(Environment environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    /** The home whose engine is meant when no remote one is. */
    Path home() {
        return home;
    }

    /** The engine that answers now, if any; a remote one is taken at its word. */
    Optional<EngineAddress> running() {
        Optional<EngineAddress> remote = remote();
        return remote.isPresent() ? remote : local();
    }

    /** The engine that answers, or one started for it in the background, ready for calls. */
    EngineAddress runningOrStarted(Optional<Path> config) {
        Optional<EngineAddress> running = running();
        if (running.isPresent()) {
            return running.get();
        }
        if (lockIsFree()) {
            BackgroundEngine.start(home, config);
        }
        return awaitReady();
    }

    /** Whether the environment names a gateway elsewhere. */
    boolean isRemote() {
        return remote().isPresent();
    }

    private Optional<EngineAddress> remote() {
        return RemoteGateway.from(environment.variables())
                .map(remote -> new EngineAddress(remote.url(), remote.apiKey()));
    }

    private Optional<EngineAddress> local() {
        return EngineFile.read(home)
                .filter(file -> ProcessHandle.of(file.pid()).isPresent())
                .map(file -> new EngineAddress(file.url(), Optional.of(file.token())))
                .filter(EngineLocator::isReady);
    }

    private static boolean isReady(EngineAddress address) {
        try (EngineClient client = new EngineClient(address)) {
            return client.answers("/health/ready");
        }
    }

    private boolean lockIsFree() {
        return !HomeLock.isHeld(home);
    }

    private EngineAddress awaitReady() {
        Instant limit = Instant.now().plus(START_LIMIT);
        Instant mayHaveFailed = Instant.now().plusSeconds(10);
        while (Instant.now().isBefore(limit)) {
            Optional<EngineAddress> address = local();
            if (address.isPresent()) {
                return address.get();
            }
            if (Instant.now().isAfter(mayHaveFailed) && lockIsFree()) {
                break;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        throw new CasysException(
                ErrorCategory.UNAVAILABLE,
                "the engine of " + home + " did not become ready; see " + BackgroundEngine.log(home)
                        + ", or run in the foreground: casys serve");
    }
}
