// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a schema up to what this program needs. Core and each extension have a schema and a history table of their own.
 * Flyway does the work, and its lock keeps several nodes apart; it is not even loaded when the history already says
 * exactly what it would find, since that is nearly every start and Flyway alone would take a good part of it.
 */
final class Migrations {

    static final String CORE_SCHEMA = "casys";
    static final String CORE_HISTORY = "casys_core_history";
    static final String EXTENSION_HISTORY = "casys_history";

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final String FOLDER = "/db/core/";
    private static final String SYSTEM_READS = """
            DO $$
            DECLARE t record;
            BEGIN
                FOR t IN SELECT c.oid, c.oid::regclass AS name, c.relrowsecurity FROM pg_class c
                          WHERE c.relnamespace = '<schema>'::regnamespace AND c.relkind IN ('r', 'p')
                            AND c.relname <> 'casys_history'
                LOOP
                    IF NOT has_table_privilege('casys_system', t.oid, 'SELECT') THEN
                        EXECUTE format('GRANT SELECT ON %s TO casys_system', t.name);
                    END IF;
                    IF t.relrowsecurity AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid
                            AND p.polroles = ARRAY['casys_system'::regrole::oid] AND p.polcmd IN ('*', 'r')) THEN
                        EXECUTE format('CREATE POLICY system_read ON %s FOR SELECT TO casys_system USING (true)', t.name);
                    END IF;
                END LOOP;
            END $$
            """;

    private final ConnectionAddress migrator;
    private final Connection connection;

    /** @param connection the migrator's, in auto-commit mode; stays open */
    Migrations(ConnectionAddress migrator, Connection connection) {
        this.migrator = migrator;
        this.connection = connection;
    }

    /**
     * Migrates core's schema.
     *
     * @throws CasysException {@link ErrorCategory#CONFIGURATION} if the schema is newer than this program, was changed by
     *     hand, or the migrator may not change it
     */
    void migrateCore() throws SQLException {
        migrate(CORE_SCHEMA, CORE_HISTORY, coreScripts());
    }

    /**
     * Migrates the schema of an extension and checks that it keeps tenants apart.
     *
     * @throws CasysException {@link ErrorCategory#CONFIGURATION} as with core's, or if a table is not isolated
     */
    void migrateExtension(ExtensionSchema extension) throws SQLException {
        migrate(extension.name(), EXTENSION_HISTORY, extension.scripts());
        finishExtension(extension);
    }

    /** What an extension's scripts need not say themselves, and the check of what they did say. */
    void finishExtension(ExtensionSchema extension) throws SQLException {
        String schema = extension.name();
        try (Statement statement = connection.createStatement()) {
            statement.execute("GRANT USAGE ON SCHEMA " + schema + " TO " + Roles.APP + ", " + Roles.SYSTEM);
            statement.execute("GRANT SELECT ON " + schema + "." + EXTENSION_HISTORY + " TO " + Roles.SYSTEM);
            // A backup reads as the system role, so it has to see every row.
            statement.execute(SYSTEM_READS.replace("<schema>", schema));
        }
        List<String> violations = new IsolationCheck(connection).violations(schema, extension.globalTables());
        if (!violations.isEmpty()) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the schema " + schema + " of an extension does not keep tenants apart: "
                            + String.join("; ", violations) + "; remove the extension or get a repaired one");
        }
    }

    /** Core's steps, oldest first. */
    static List<MigrationScript> coreScripts() {
        List<MigrationScript> scripts = new ArrayList<>();
        // An index instead of a scan of the class path, which costs more than reading the steps.
        for (String name : resource("index.txt").lines().toList()) {
            scripts.add(new MigrationScript(name, resource(name)));
        }
        return scripts;
    }

    /** The newest step that a schema's history holds; 0 without a history. */
    int currentVersion(String schema, String history) throws SQLException {
        return applied(schema, history).keySet().stream()
                .max(Comparator.naturalOrder())
                .orElse(0);
    }

    private void migrate(String schema, String history, List<MigrationScript> scripts) throws SQLException {
        Map<Integer, Integer> applied = applied(schema, history);
        Map<Integer, Integer> wanted = new TreeMap<>();
        scripts.forEach(script -> wanted.put(script.version(), script.checksum()));
        if (applied.equals(wanted)) {
            return;
        }
        int newest = wanted.keySet().stream().max(Comparator.naturalOrder()).orElse(0);
        int found = applied.keySet().stream().max(Comparator.naturalOrder()).orElse(0);
        if (found > newest) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the database schema " + schema + " is at version " + found + ", this program knows versions up to "
                            + newest + "; start the newer program again, or restore a backup made with this one");
        }
        runFlyway(schema, history, scripts);
        LOG.info("migrated the database schema {} from version {} to {}", schema, found, newest);
    }

    private void runFlyway(String schema, String history, List<MigrationScript> scripts) {
        try {
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(migrator.dataSource())
                    .schemas(schema)
                    .defaultSchema(schema)
                    .createSchemas(true)
                    .table(history)
                    .locations(new String[0])
                    .resourceProvider(new ScriptResources(scripts))
                    .javaMigrationClassProvider(List::of)
                    .placeholderReplacement(false)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the database schema " + schema + " cannot be migrated: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "; the role " + migrator.user()
                            + " must own it and be allowed to create in the database, and released migrations must "
                            + "not have been changed (the log says more)",
                    e);
        }
    }

    /** Version to checksum of the steps taken; empty without a history. A failed one counts as not comparable. */
    private Map<Integer, Integer> applied(String schema, String history) throws SQLException {
        Map<Integer, Integer> applied = new TreeMap<>();
        try (Statement statement = connection.createStatement()) {
            String table = schema + "." + history;
            try (ResultSet row = statement.executeQuery("SELECT to_regclass('" + table + "') IS NOT NULL")) {
                if (!row.next() || !row.getBoolean(1)) {
                    return applied;
                }
            }
            try (ResultSet rows = statement.executeQuery(
                    "SELECT version, checksum, success FROM " + table + " WHERE version IS NOT NULL")) {
                while (rows.next()) {
                    applied.put(rows.getInt(1), rows.getBoolean(3) ? rows.getInt(2) : ~rows.getInt(2));
                }
            }
        }
        return applied;
    }

    private static String resource(String name) {
        try (InputStream stream = Migrations.class.getResourceAsStream(FOLDER + name)) {
            if (stream == null) {
                throw new IllegalStateException("the class path holds no " + FOLDER + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
