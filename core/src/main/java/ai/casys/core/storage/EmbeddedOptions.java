// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How the embedded PostgreSQL is run.
 *
 * @param home where {@code postgres/}, {@code postgres.password}, {@code logs/} and {@code engine.lock} live
 * @param cache where the unpacked programs are kept; may be shared by several homes
 * @param durable whether commits reach the disk before they are reported; only tests may say no
 * @param template a data directory to copy instead of running initdb, with its password beside it; only for tests
 * @param startTimeout how long start and crash recovery may take
 */
record EmbeddedOptions(Path home, Path cache, boolean durable, Optional<Path> template, Duration startTimeout) {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

    EmbeddedOptions {
        home = home.toAbsolutePath().normalize();
        cache = cache.toAbsolutePath().normalize();
        Objects.requireNonNull(template, "template is null");
        Objects.requireNonNull(startTimeout, "startTimeout is null");
    }

    /** What the product uses. */
    static EmbeddedOptions of(Path home) {
        return new EmbeddedOptions(home, home.resolve("cache"), true, Optional.empty(), START_TIMEOUT);
    }

    Path dataDirectory() {
        return home.resolve("postgres");
    }

    Path passwordFile() {
        return home.resolve("postgres.password");
    }

    Path logFile() {
        return home.resolve("logs").resolve("postgres.log");
    }
}
