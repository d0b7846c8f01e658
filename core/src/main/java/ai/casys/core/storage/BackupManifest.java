// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.util.List;
import java.util.Objects;

/**
 * What a backup holds; the file {@code manifest.json} in it.
 *
 * @param format number of the file format
 * @param program version of the program that wrote it
 * @param created when, in ISO 8601
 */
public record BackupManifest(
        int format, String program, String created, List<SchemaPart> schemas, List<TablePart> tables) {

    /** The only format so far: a ZIP file of PostgreSQL's COPY text format, one entry a table. */
    static final int FORMAT = 1;

    static final String ENTRY = "manifest.json";

    public BackupManifest {
        Objects.requireNonNull(program, "program is null");
        Objects.requireNonNull(created, "created is null");
        schemas = List.copyOf(schemas);
        tables = List.copyOf(tables);
    }

    /** A schema and the newest migration it had. */
    public record SchemaPart(String name, int version) {
        public SchemaPart {
            Objects.requireNonNull(name, "name is null");
        }
    }

    /**
     * The rows of one table.
     *
     * @param columns in the order of the data
     * @param bytes size of the unpacked entry
     * @param sha256 of the unpacked entry, in hex
     */
    public record TablePart(String schema, String table, List<String> columns, long rows, long bytes, String sha256) {
        public TablePart {
            Objects.requireNonNull(schema, "schema is null");
            Objects.requireNonNull(table, "table is null");
            columns = List.copyOf(columns);
            Objects.requireNonNull(sha256, "sha256 is null");
        }

        String entry() {
            return "data/" + schema + "." + table + ".copy";
        }
    }

    /** How many rows in all. */
    public long rows() {
        return tables.stream().mapToLong(TablePart::rows).sum();
    }
}
