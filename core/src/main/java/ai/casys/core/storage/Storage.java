// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.settings.DatabaseSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of one engine, from nothing to ready: server (our own or the configured one), roles, migrations, pools.
 * Holds the home's lock, so there is one engine a home. Opened and closed by one thread, used by any.
 */
public final class Storage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

    private final AutoCloseable server;
    private final ConnectionAddress migrator;
    private final RoleAddresses roles;
    private final Database database;
    private final boolean embedded;

    private Storage(
            AutoCloseable server,
            ConnectionAddress migrator,
            RoleAddresses roles,
            Database database,
            boolean embedded) {
        this.server = server;
        this.migrator = migrator;
        this.roles = roles;
        this.database = database;
        this.embedded = embedded;
    }

    /**
     * Opens the database of a home.
     *
     * @throws CasysException {@link ErrorCategory#CONFIGURATION} if the settings, the home, the roles or the schema do
     *     not fit, {@link ErrorCategory#UNAVAILABLE} if an external database does not answer
     */
    public static Storage open(Path home, DatabaseSettings settings) {
        // A server takes its time to start or to answer, and loading classes does not need it.
        Thread.ofVirtual().name("database-warm-up").start(Database::warmUp);
        if (settings.url().isEmpty()) {
            EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedOptions.of(home));
            return open(server, server.address(), Optional.empty(), settings.poolSize(), true);
        }
        ConnectionAddress migrator =
                ConnectionAddressParser.parse("DATABASE_URL", settings.url().get());
        Optional<ConnectionAddress> app = application(settings);
        return open(HomeLock.take(home), migrator, app, settings.poolSize(), false);
    }

    /** The way to the tables. */
    public Database database() {
        return database;
    }

    /** Whether the server is our own. */
    public boolean isEmbedded() {
        return embedded;
    }

    /**
     * Migrates the schema of an extension; to be called before anything uses it.
     *
     * @throws CasysException {@link ErrorCategory#CONFIGURATION} if it cannot be migrated or does not keep tenants apart
     */
    public void migrateExtension(ExtensionSchema extension) {
        try (Connection connection = migrator.dataSource().getConnection()) {
            new Migrations(migrator, connection).migrateExtension(extension);
        } catch (SQLException e) {
            throw DatabaseErrors.translate(e);
        }
    }

    /**
     * Writes everything the database holds to a new file that only its owner may read; work goes on meanwhile.
     *
     * @throws CasysException {@link ErrorCategory#INVALID_INPUT} if the file exists
     */
    public BackupManifest backup(Path file) {
        return new Backup(roles).write(file);
    }

    /**
     * Replaces what the database holds by a backup, all or nothing. Nothing else may use the database meanwhile.
     *
     * @param extensions the schemas of the extensions that are loaded
     * @param replace whether a database that holds data may be overwritten
     * @throws CasysException {@link ErrorCategory#INVALID_INPUT} if the file is no whole backup, or the database holds
     *     data and {@code replace} is not set; {@link ErrorCategory#CONFIGURATION} if the backup is newer than this
     *     program or of an extension that is not there
     */
    public BackupManifest restore(Path file, List<ExtensionSchema> extensions, boolean replace) {
        return new Restore(migrator, roles, extensions).read(file, replace);
    }

    /**
     * Writes a backup of the home's database whether or not its engine runs in another process.
     *
     * @throws CasysException as {@link #open} and {@link #backup}
     */
    public static BackupManifest backup(Path home, DatabaseSettings settings, Path file) {
        if (settings.url().isPresent()) {
            ConnectionAddress migrator =
                    ConnectionAddressParser.parse("DATABASE_URL", settings.url().get());
            return new Backup(prepare(migrator, application(settings))).write(file);
        }
        Optional<ConnectionAddress> running = EmbeddedPostgres.running(EmbeddedOptions.of(home));
        if (running.isPresent()) {
            return new Backup(prepare(running.get(), Optional.empty())).write(file);
        }
        try (Storage storage = open(home, settings)) {
            return storage.backup(file);
        }
    }

    private static Optional<ConnectionAddress> application(DatabaseSettings settings) {
        return settings.appUrl().map(url -> ConnectionAddressParser.parse("DATABASE_APP_URL", url));
    }

    /** Roles and migrations; what {@link #open} does to a server that is there. */
    static RoleAddresses prepare(ConnectionAddress migrator, Optional<ConnectionAddress> app) {
        try (Connection connection = migrator.dataSource().getConnection()) {
            RoleAddresses roles = new Roles(migrator, app).prepare(connection);
            new Migrations(migrator, connection).migrateCore();
            Roles.requireHarmless(roles.app());
            return roles;
        } catch (SQLException e) {
            throw DatabaseErrors.translate(e);
        }
    }

    private static Storage open(
            AutoCloseable server,
            ConnectionAddress migrator,
            Optional<ConnectionAddress> app,
            int poolSize,
            boolean embedded) {
        try {
            RoleAddresses roles = prepare(migrator, app);
            return new Storage(server, migrator, roles, Database.open(roles, poolSize), embedded);
        } catch (RuntimeException e) {
            close(server);
            throw e;
        }
    }

    @Override
    public void close() {
        database.close();
        close(server);
    }

    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            LOG.warn("the database server could not be stopped", e);
        }
    }
}
