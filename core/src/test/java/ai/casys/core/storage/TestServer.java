// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one PostgreSQL of a test run: the product's launcher on a copied data directory, without the waits for the disk.
 * It starts with the first test that needs it and stops with the virtual machine; what an earlier run that was killed
 * left behind is swept first.
 */
final class TestServer {

    private static final Path ROOT = Path.of("target", "test-postgres").toAbsolutePath();
    private static final Path TEMPLATE = ROOT.resolve("template").resolve("postgres");
    private static final String TEMPLATE_DATABASE = "casys_template";

    private final EmbeddedPostgres server;
    private final RoleAddresses roles;
    private final AtomicInteger databases = new AtomicInteger();

    private TestServer(EmbeddedPostgres server, RoleAddresses roles) {
        this.server = server;
        this.roles = roles;
    }

    private static final class Holder {
        private static final TestServer INSTANCE = start();
    }

    static TestServer shared() {
        return Holder.INSTANCE;
    }

    /** Options of a fresh home that starts in a moment; the home is the caller's to delete. */
    static EmbeddedOptions quickOptions(Path home) {
        makeTemplate();
        return new EmbeddedOptions(home, ROOT.resolve("cache"), false, Optional.of(TEMPLATE), Duration.ofMinutes(1));
    }

    /** As the product has it, apart from the shared place of the programs. */
    static EmbeddedOptions durableOptions(Path home) {
        return new EmbeddedOptions(home, ROOT.resolve("cache"), true, Optional.empty(), Duration.ofMinutes(1));
    }

    /** A new empty database that core's migrations have been run on. */
    ConnectionAddress newDatabase() {
        String name = "test_" + databases.incrementAndGet();
        execute(server.address(), "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE_DATABASE);
        return server.address().withDatabase(name);
    }

    /** A new database without a schema. */
    ConnectionAddress bareDatabase() {
        String name = "test_" + databases.incrementAndGet();
        execute(server.address(), "CREATE DATABASE " + name + " TEMPLATE template0");
        return server.address().withDatabase(name);
    }

    void drop(ConnectionAddress address) {
        execute(server.address(), "DROP DATABASE IF EXISTS " + address.database() + " WITH (FORCE)");
    }

    RoleAddresses roles(ConnectionAddress database) {
        return new RoleAddresses(
                roles.app().withDatabase(database.database()),
                roles.system().withDatabase(database.database()),
                roles.systemOpening());
    }

    static void execute(ConnectionAddress address, String... statements) {
        try (Connection connection = address.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TestServer start() {
        try {
            sweep();
            Path home = Files.createTempDirectory(ROOT, "run-");
            EmbeddedPostgres server = EmbeddedPostgres.start(quickOptions(home));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, home)));
            execute(server.address(), "CREATE DATABASE " + TEMPLATE_DATABASE);
            RoleAddresses roles = Storage.prepare(server.address().withDatabase(TEMPLATE_DATABASE), Optional.empty());
            return new TestServer(server, roles);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(EmbeddedPostgres server, Path home) {
        server.close();
        try {
            DurableFiles.deleteTree(home);
        } catch (IOException _) {
            // The next run sweeps it.
        }
    }

    private static void sweep() throws IOException {
        Files.createDirectories(ROOT);
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(ROOT, "run-*")) {
            for (Path home : homes) {
                if (!HomeLock.isHeld(home)) {
                    EmbeddedOptions options = quickOptions(home);
                    PostgresBinaries binaries = PostgresBinaries.unpacked(options.cache());
                    Postmaster.stop(binaries, PostgresUser.choose(binaries, home), options.dataDirectory());
                    DurableFiles.deleteTree(home);
                }
            }
        }
    }

    private static synchronized void makeTemplate() {
        if (Files.exists(TEMPLATE)) {
            return;
        }
        try {
            Files.createDirectories(ROOT);
            Path home = Files.createTempDirectory(ROOT, "making-");
            EmbeddedOptions options =
                    new EmbeddedOptions(home, ROOT.resolve("cache"), false, Optional.empty(), Duration.ofMinutes(1));
            PostgresBinaries binaries = PostgresBinaries.unpacked(options.cache());
            new DataDirectory(options, binaries, PostgresUser.choose(binaries, home)).prepare(1);
            Path template = TEMPLATE.getParent();
            if (template == null) {
                throw new IllegalStateException("the template lies below " + ROOT);
            }
            try {
                DurableFiles.moveWhole(home, template);
            } catch (IOException _) {
                DurableFiles.deleteTree(home);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
