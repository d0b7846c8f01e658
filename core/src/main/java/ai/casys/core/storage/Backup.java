// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.storage.BackupManifest.SchemaPart;
import ai.casys.core.storage.BackupManifest.TablePart;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes every row of every table of ours to one file. One snapshot of the database, read as the system role; tables of
 * PostgreSQL's COPY text format outlive its major versions. Used by one thread.
 */
final class Backup {

    private static final String UNREADABLE = """
            SELECT c.oid::regclass::text FROM pg_class c
             WHERE c.relnamespace = ?::regnamespace AND c.relkind IN ('r', 'p')
               AND c.relname NOT IN ('casys_core_history', 'casys_history')
               AND (NOT has_table_privilege(c.oid, 'SELECT')
                    OR c.relrowsecurity AND NOT EXISTS (
                       SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd IN ('*', 'r')
                          AND p.polroles = ARRAY['casys_system'::regrole::oid]
                          AND pg_get_expr(p.polqual, p.polrelid) = 'true'))
             ORDER BY 1 LIMIT 1
            """;

    private final RoleAddresses roles;
    private final JsonMapper json = JsonMapper.builder().build();

    Backup(RoleAddresses roles) {
        this.roles = roles;
    }

    /**
     * Writes the file, whole or not at all.
     *
     * @throws CasysException {@link ErrorCategory#INVALID_INPUT} if the file exists or cannot be written
     */
    BackupManifest write(Path file) {
        if (Files.exists(file)) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT, "the file " + file + " exists; name a new one for the backup");
        }
        Path temporary = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.deleteIfExists(temporary);
            BackupManifest manifest = writeTo(temporary);
            DurableFiles.moveWhole(temporary, file);
            return manifest;
        } catch (SQLException e) {
            throw DatabaseErrors.translate(e);
        } catch (IOException e) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT,
                    "the backup cannot be written to " + file + " (" + e.getMessage()
                            + "); choose a folder that exists, is writable and has space",
                    e);
        } finally {
            deleteQuietly(temporary);
        }
    }

    private BackupManifest writeTo(Path file) throws IOException, SQLException {
        try (FileChannel channel = FileChannel.open(
                        file,
                        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        DurableFiles.ownerOnly(file, "rw-------"));
                Connection connection = roles.system().dataSource().getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET statement_timeout = 0" + roles.systemOpening());
                connection.setAutoCommit(false);
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            }
            OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            ZipOutputStream zip = new ZipOutputStream(buffered);
            BackupManifest manifest = writeTables(connection, zip);
            zip.putNextEntry(new ZipEntry(BackupManifest.ENTRY));
            zip.write(json.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
            zip.closeEntry();
            zip.finish();
            buffered.flush();
            channel.force(true);
            connection.rollback();
            return manifest;
        }
    }

    private BackupManifest writeTables(Connection connection, ZipOutputStream zip) throws IOException, SQLException {
        StoredTables stored = new StoredTables(connection);
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        List<SchemaPart> schemas = new ArrayList<>();
        List<TablePart> tables = new ArrayList<>();
        for (Map.Entry<String, String> schema : stored.schemas().entrySet()) {
            String name = schema.getKey();
            requireReadable(connection, name);
            schemas.add(new SchemaPart(name, version(connection, name, schema.getValue())));
            for (Map.Entry<String, List<String>> table : stored.tables(name).entrySet()) {
                TablePart place = new TablePart(name, table.getKey(), table.getValue(), 0, 0, "");
                zip.putNextEntry(new ZipEntry(place.entry()));
                Digests.Passing passing = new Digests.Passing(zip);
                long rows = copies.copyOut(
                        "COPY (SELECT " + stored.quoted(table.getValue()) + " FROM " + stored.quoted(name) + "."
                                + stored.quoted(table.getKey()) + ") TO STDOUT",
                        passing);
                zip.closeEntry();
                tables.add(new TablePart(
                        name,
                        table.getKey(),
                        table.getValue(),
                        rows,
                        passing.count(),
                        HexFormat.of().formatHex(passing.digest())));
            }
        }
        return new BackupManifest(
                BackupManifest.FORMAT, program(), Instant.now().toString(), schemas, tables);
    }

    /** A table whose rows the system role cannot see would be missing in silence. */
    private static void requireReadable(Connection connection, String schema) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UNREADABLE)) {
            statement.setString(1, schema);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    throw new CasysException(
                            ErrorCategory.CONFIGURATION,
                            "the table " + row.getString(1) + " cannot be read whole by " + Roles.SYSTEM
                                    + ", so no backup was written; start the program once so that it mends this");
                }
            }
        }
    }

    private static int version(Connection connection, String schema, String history) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT coalesce(max(version::int), 0) FROM " + schema + "." + history + " WHERE success")) {
            row.next();
            return row.getInt(1);
        }
    }

    static String program() {
        String version = Backup.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // A leftover .part is overwritten by the next attempt.
        }
    }
}
