// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own below the home, which survives restarts and kills of either side. A server that a dead
 * engine left behind is stopped in good order and started anew. While this object is open a thread of its own watches the
 * server and starts it again on the same port, so that pools find it again; ten failures in a row end the attempts.
 * Safe for any number of threads.
 */
final class EmbeddedPostgres implements AutoCloseable {

    static final String SUPERUSER = "casys_migrator";
    static final String DATABASE = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final int START_ATTEMPTS = 5;
    private static final int RESTART_ATTEMPTS = 10;
    private static final Duration SURVIVORS = Duration.ofSeconds(15);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);
    private static final Duration LONGEST_STOP = Duration.ofMinutes(1);
    private static final Duration WATCH_POLL = Duration.ofMillis(50);
    private static final Duration STABLE = Duration.ofMinutes(1);
    private static final long LOG_LIMIT = 5L * 1024 * 1024;

    private final EmbeddedOptions options;
    private final HomeLock lock;
    private final PostgresBinaries binaries;
    private final PostgresUser user;
    private final DataDirectory data;
    private final BoundedLog log;
    private final String password;
    private final int port;
    private final Thread watcher;
    private volatile Postmaster postmaster;
    private volatile boolean closing;

    private EmbeddedPostgres(EmbeddedOptions options, HomeLock lock) {
        this.options = options;
        this.lock = lock;
        this.binaries = PostgresBinaries.unpacked(options.cache());
        this.user = PostgresUser.choose(binaries, options.home());
        this.data = new DataDirectory(options, binaries, user);
        this.log = new BoundedLog(options.logFile(), LOG_LIMIT);
        Started started = startAnywhere();
        this.password = started.password;
        this.port = started.port;
        this.postmaster = started.postmaster;
        this.watcher = Thread.ofVirtual().name("postgres-watch").unstarted(this::watch);
    }

    private record Started(Postmaster postmaster, int port, String password) {}

    /**
     * Starts the server of a home, making it at the first time.
     *
     * @throws CasysException {@link ErrorCategory#CONFIGURATION} if another engine uses the home, the data belong to
     *     another major version of PostgreSQL, or the server does not start
     */
    static EmbeddedPostgres start(EmbeddedOptions options) {
        HomeLock lock = HomeLock.take(options.home());
        try {
            Files.createDirectories(options.logFile().resolveSibling("."));
            EmbeddedPostgres server = new EmbeddedPostgres(options, lock);
            server.watcher.start();
            return server;
        } catch (IOException e) {
            lock.close();
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the home " + options.home() + " cannot be written (" + e.getMessage() + ")",
                    e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The server of a home whose engine runs in another process; for commands that work beside it. */
    static Optional<ConnectionAddress> running(EmbeddedOptions options) {
        if (!HomeLock.isHeld(options.home())) {
            return Optional.empty();
        }
        try {
            Optional<PostmasterFile> file = PostmasterFile.read(options.dataDirectory());
            if (file.isEmpty()
                    || !file.get().ready()
                    || !ProcessProbe.isPostmasterOf(file.get().pid(), options.dataDirectory())) {
                return Optional.empty();
            }
            String password = Files.readString(options.passwordFile(), StandardCharsets.US_ASCII)
                    .strip();
            return Optional.of(address(file.get().port(), password));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The superuser's address. */
    ConnectionAddress address() {
        return address(port, password);
    }

    /** Whether the server process lives at this moment. */
    boolean isAlive() {
        return postmaster.isAlive();
    }

    /** The process id of the server at this moment. */
    long pid() {
        try {
            return postmaster.pid();
        } catch (IOException e) {
            throw new CasysException(ErrorCategory.UNAVAILABLE, "the process id of PostgreSQL cannot be read", e);
        }
    }

    /** Where the server's own log lies. */
    Path logFile() {
        return options.logFile();
    }

    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        try {
            Postmaster.stop(binaries, user, data.path());
            // The watcher may have been about to start it again; what it started is stopped as well.
            watcher.join(LONGEST_STOP);
            Postmaster.stop(binaries, user, data.path());
            postmaster.awaitGone();
        } catch (IOException e) {
            LOG.warn("PostgreSQL could not be stopped in good order; the next start will do it", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.close();
        }
    }

    private Started startAnywhere() {
        CasysException last = new CasysException(ErrorCategory.CONFIGURATION, "PostgreSQL was not started");
        for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
            int free = freePort();
            String secret = data.prepare(free);
            try {
                return new Started(startOn(free), free, secret);
            } catch (IOException e) {
                last = new CasysException(
                        ErrorCategory.CONFIGURATION,
                        "the embedded PostgreSQL does not start (" + e.getMessage() + "); its log is "
                                + options.logFile(),
                        e);
                // Another program may have taken the port in between; anything else will not mend itself.
                if (!log.tail().contains("could not bind") && !log.tail().contains("could not create any TCP/IP")) {
                    throw last;
                }
            }
        }
        throw last;
    }

    /** Starts on that port, waiting for what a killed predecessor left behind to end. */
    private Postmaster startOn(int wanted) throws IOException {
        Instant deadline = Instant.now().plus(SURVIVORS);
        while (true) {
            if (Postmaster.stop(binaries, user, data.path())) {
                LOG.info("stopped the PostgreSQL that an earlier engine left behind");
            }
            Postmaster.releaseStaleLock(data.path(), user);
            data.configure(wanted);
            try {
                return Postmaster.start(binaries, user, data.path(), log, options.startTimeout());
            } catch (IOException e) {
                String said = log.tail();
                boolean passing = said.contains("pre-existing shared memory block")
                        || (said.contains("lock file") && said.contains("already exists"));
                if (!passing || Instant.now().isAfter(deadline)) {
                    throw e;
                }
                Commands.pause(Duration.ofMillis(100));
            }
        }
    }

    private void watch() {
        int failures = 0;
        while (!closing) {
            Instant since = Instant.now();
            try {
                postmaster.awaitEnd();
            } catch (InterruptedException _) {
                return;
            }
            if (closing) {
                return;
            }
            failures = since.plus(STABLE).isBefore(Instant.now()) ? 0 : failures;
            LOG.warn("PostgreSQL ended unexpectedly; starting it again on port {}", port);
            failures = restart(failures);
            if (failures > RESTART_ATTEMPTS) {
                LOG.error("PostgreSQL does not come back; its log is {}; restart casys", options.logFile());
                return;
            }
        }
    }

    /** Starts until it works; returns how many failures, runs that ended at once included, there were in a row. */
    private int restart(int before) {
        int failures = before + 1;
        Instant next = Instant.now().plus(backoff(failures));
        while (!closing && failures <= RESTART_ATTEMPTS) {
            if (Instant.now().isBefore(next)) {
                Commands.pause(WATCH_POLL);
                continue;
            }
            try {
                postmaster = startOn(port);
                LOG.info("PostgreSQL is back");
                return failures;
            } catch (IOException e) {
                LOG.warn("PostgreSQL did not start, attempt {} of {}: {}", failures, RESTART_ATTEMPTS, e.getMessage());
                failures++;
                next = Instant.now().plus(backoff(failures));
            }
        }
        return failures;
    }

    private static Duration backoff(int failures) {
        if (failures <= 1) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofMillis(125L << Math.min(failures, 10));
        return wait.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : wait;
    }

    private static ConnectionAddress address(int port, String password) {
        return new ConnectionAddress(
                List.of(new ConnectionAddress.Host("127.0.0.1", port)),
                DATABASE,
                SUPERUSER,
                Optional.of(password),
                Map.of("sslmode", "disable", "gssEncMode", "disable"));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CasysException(ErrorCategory.CONFIGURATION, "no free port on 127.0.0.1", e);
        }
    }
}
