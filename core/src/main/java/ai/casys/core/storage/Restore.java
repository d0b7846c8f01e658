// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.storage.BackupManifest.SchemaPart;
import ai.casys.core.storage.BackupManifest.TablePart;
import java.io.IOException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a backup into the database in one transaction: the schemas are built anew up to the step that the backup was
 * made at, filled, and taken through the later steps, so a backup of an earlier version goes the way that its database
 * would have gone. The histories, which {@link Migrations} has brought up to date before, stay. Used by one thread.
 */
final class Restore {

    private static final Logger LOG = LoggerFactory.getLogger(Restore.class);

    private final ConnectionAddress migrator;
    private final RoleAddresses roles;
    private final Map<String, ExtensionSchema> extensions = new LinkedHashMap<>();

    Restore(ConnectionAddress migrator, RoleAddresses roles, List<ExtensionSchema> extensions) {
        this.migrator = migrator;
        this.roles = roles;
        extensions.forEach(extension -> this.extensions.put(extension.name(), extension));
    }

    BackupManifest read(Path path, boolean replace) {
        try (BackupFile file = BackupFile.open(path);
                Connection connection = migrator.dataSource().getConnection()) {
            BackupManifest manifest = file.manifest();
            for (SchemaPart schema : manifest.schemas()) {
                requireKnown(schema);
            }
            Migrations migrations = new Migrations(migrator, connection);
            for (ExtensionSchema extension : extensions.values()) {
                migrations.migrateExtension(extension);
            }
            if (!replace) {
                requireEmpty();
            }
            connection.setAutoCommit(false);
            replaceAll(connection, migrations, file);
            connection.commit();
            LOG.info(
                    "restored {} rows of {} tables",
                    manifest.rows(),
                    manifest.tables().size());
            return manifest;
        } catch (SQLException e) {
            throw DatabaseErrors.translate(e);
        } catch (IOException e) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT,
                    "the backup " + path + " cannot be read (" + e.getMessage() + "); nothing was changed",
                    e);
        }
    }

    private void replaceAll(Connection connection, Migrations migrations, BackupFile file)
            throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            // Engines that still work with the database would make this wait for ever.
            statement.execute("SET LOCAL lock_timeout = '15s'");
            StoredTables stored = new StoredTables(connection);
            Map<String, String> histories = stored.schemas();
            // Extensions may refer to core's tables, so they go first and come back last.
            for (String schema : histories.keySet().stream()
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                empty(
                        statement,
                        stored.quoted(schema),
                        Optional.ofNullable(histories.get(schema)).orElseThrow());
            }
            for (String schema : histories.keySet()) {
                rebuild(connection, statement, schema, file);
                ExtensionSchema extension = extensions.get(schema);
                if (extension != null) {
                    migrations.finishExtension(extension);
                }
            }
        }
    }

    /** Everything of a schema goes but its history. */
    private static void empty(Statement statement, String schema, String history) throws SQLException {
        statement.execute("CREATE SCHEMA casys_keeps_history");
        statement.execute("ALTER TABLE " + schema + "." + history + " SET SCHEMA casys_keeps_history");
        statement.execute("DROP SCHEMA " + schema + " CASCADE");
        statement.execute("CREATE SCHEMA " + schema);
        statement.execute("ALTER TABLE casys_keeps_history." + history + " SET SCHEMA " + schema);
        statement.execute("DROP SCHEMA casys_keeps_history");
    }

    private void rebuild(Connection connection, Statement statement, String schema, BackupFile file)
            throws SQLException, IOException {
        List<MigrationScript> scripts = scripts(schema).orElse(List.of());
        Optional<SchemaPart> part = file.manifest().schemas().stream()
                .filter(candidate -> candidate.name().equals(schema))
                .findFirst();
        int version = part.map(SchemaPart::version).orElse(Integer.MAX_VALUE);
        for (MigrationScript script : scripts) {
            if (script.version() <= version) {
                statement.execute(script.sql());
            }
        }
        if (part.isPresent()) {
            fill(connection, statement, schema, file);
        }
        for (MigrationScript script : scripts) {
            if (script.version() > version) {
                statement.execute(script.sql());
            }
        }
    }

    private static void fill(Connection connection, Statement statement, String schema, BackupFile file)
            throws SQLException, IOException {
        StoredTables stored = new StoredTables(connection);
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        Map<String, List<String>> tables = stored.tables(schema);
        for (String table : tables.keySet()) {
            statement.execute("TRUNCATE " + stored.quoted(schema) + "." + stored.quoted(table) + " CASCADE");
        }
        Map<String, TablePart> parts = new LinkedHashMap<>();
        file.manifest().tables().stream()
                .filter(part -> part.schema().equals(schema))
                .forEach(part -> parts.put(part.table(), part));
        for (Map.Entry<String, List<String>> table : tables.entrySet()) {
            TablePart part = parts.remove(table.getKey());
            if (part == null || !part.columns().equals(table.getValue())) {
                throw file.damaged("does not fit the table " + schema + "." + table.getKey());
            }
            load(statement, copies, stored, file, part);
        }
        if (!parts.isEmpty()) {
            throw file.damaged("holds tables that its version of the schema " + schema + " does not have: "
                    + String.join(", ", parts.keySet()));
        }
    }

    private static void load(
            Statement statement, CopyManager copies, StoredTables stored, BackupFile file, TablePart part)
            throws SQLException, IOException {
        String table = stored.quoted(part.schema()) + "." + stored.quoted(part.table());
        // Rows of all tenants come in at once; the owner may only while security is not forced on it as well.
        boolean forced = isForced(statement, table);
        if (forced) {
            statement.execute("ALTER TABLE " + table + " NO FORCE ROW LEVEL SECURITY");
        }
        try (DigestInputStream rows = new DigestInputStream(file.rows(part), Digests.sha256())) {
            long loaded = copies.copyIn("COPY " + table + " (" + stored.quoted(part.columns()) + ") FROM STDIN", rows);
            String digest = HexFormat.of().formatHex(rows.getMessageDigest().digest());
            if (loaded != part.rows() || !digest.equals(part.sha256())) {
                throw file.damaged("changed while it was read");
            }
        }
        if (forced) {
            statement.execute("ALTER TABLE " + table + " FORCE ROW LEVEL SECURITY");
        }
        for (String column : part.columns()) {
            advanceSequence(statement, table, column, stored.quoted(column));
        }
    }

    private static boolean isForced(Statement statement, String table) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT relforcerowsecurity FROM pg_class WHERE oid = " + literal(statement, table) + "::regclass")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void advanceSequence(Statement statement, String table, String column, String quoted)
            throws SQLException {
        String sequence =
                "pg_get_serial_sequence(" + literal(statement, table) + ", " + literal(statement, column) + ")";
        try (ResultSet row = statement.executeQuery("SELECT " + sequence + " IS NOT NULL")) {
            if (!row.next() || !row.getBoolean(1)) {
                return;
            }
        }
        statement.execute("SELECT setval(" + sequence + ", max(" + quoted + ")) FROM " + table + " HAVING max(" + quoted
                + ") IS NOT NULL");
    }

    private static String literal(Statement statement, String text) throws SQLException {
        return statement.enquoteLiteral(text);
    }

    private void requireKnown(SchemaPart schema) {
        List<MigrationScript> scripts = scripts(schema.name())
                .orElseThrow(() -> new CasysException(
                        ErrorCategory.CONFIGURATION,
                        "the backup holds the schema " + schema.name()
                                + " of an extension that is not loaded; restore it with a program that has it"));
        int newest = scripts.stream().mapToInt(MigrationScript::version).max().orElse(0);
        if (schema.version() > newest) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the backup holds the schema " + schema.name() + " at version " + schema.version()
                            + ", this program knows versions up to " + newest
                            + "; restore it with the program that wrote it, or a newer one");
        }
    }

    private Optional<List<MigrationScript>> scripts(String schema) {
        if (schema.equals(Migrations.CORE_SCHEMA)) {
            return Optional.of(Migrations.coreScripts());
        }
        return Optional.ofNullable(extensions.get(schema))
                .map(extension -> extension.scripts().stream()
                        .sorted(Comparator.comparingInt(MigrationScript::version))
                        .toList());
    }

    /** A database that was only just made holds the local tenant and its user, and nothing else. */
    private void requireEmpty() throws SQLException {
        try (Connection connection = roles.system().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = 0" + roles.systemOpening());
            StoredTables stored = new StoredTables(connection);
            for (String schema : stored.schemas().keySet()) {
                for (String table : stored.tables(schema).keySet()) {
                    boolean seeded = schema.equals(Migrations.CORE_SCHEMA)
                            && (table.equals("tenant") || table.equals("app_user"));
                    String name = stored.quoted(schema) + "." + stored.quoted(table);
                    if (holdsMoreThan(statement, name, seeded ? 1 : 0)) {
                        throw new CasysException(
                                ErrorCategory.INVALID_INPUT,
                                "the database holds data already (table " + name
                                        + "); restore into a fresh home, or say that it is to be replaced");
                    }
                }
            }
        }
    }

    private static boolean holdsMoreThan(Statement statement, String table, int rows) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT EXISTS (SELECT FROM " + table + " OFFSET " + rows + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
