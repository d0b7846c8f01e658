// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which schemas are ours and which tables with which columns they have, from PostgreSQL's own catalogue. */
final class StoredTables {

    private static final String SCHEMAS = """
            SELECT n.nspname, c.relname FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid
             WHERE (n.nspname = 'casys' AND c.relname = 'casys_core_history')
                OR (n.nspname LIKE 'casys\\_%' AND c.relname = 'casys_history')
             ORDER BY n.nspname
            """;

    private static final String COLUMNS = """
            SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
             WHERE c.relnamespace = ?::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND c.relname NOT IN ('casys_core_history', 'casys_history')
               AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
             ORDER BY c.relname, a.attnum
            """;

    private static final String REFERENCES = """
            SELECT DISTINCT f.relname, t.relname FROM pg_constraint k
              JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
             WHERE k.contype = 'f' AND k.connamespace = ?::regnamespace AND f.oid <> t.oid
            """;

    private final Connection connection;

    StoredTables(Connection connection) {
        this.connection = connection;
    }

    /** Schema to the name of its history table. */
    Map<String, String> schemas() throws SQLException {
        Map<String, String> schemas = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SCHEMAS)) {
            while (rows.next()) {
                schemas.put(rows.getString(1), rows.getString(2));
            }
        }
        return schemas;
    }

    /** Table to columns, generated ones left out; tables that others refer to come before those. */
    Map<String, List<String>> tables(String schema) throws SQLException {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        pairs(COLUMNS, schema)
                .forEach(pair -> columns.computeIfAbsent(pair.first, _ -> new ArrayList<>())
                        .add(pair.second));
        List<Pair> references = pairs(REFERENCES, schema);
        Map<String, List<String>> ordered = new LinkedHashMap<>();
        while (ordered.size() < columns.size()) {
            Set<String> next = new LinkedHashSet<>(columns.keySet());
            next.removeAll(ordered.keySet());
            references.stream()
                    .filter(reference -> !ordered.containsKey(reference.second))
                    .forEach(reference -> next.remove(reference.first));
            if (next.isEmpty()) {
                throw new SQLException("the tables of the schema " + schema + " refer to each other in a circle");
            }
            next.forEach(table -> ordered.put(table, Objects.requireNonNull(columns.get(table))));
        }
        return ordered;
    }

    /** A name as it stands in a statement. */
    String quoted(String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.enquoteIdentifier(name, true);
        }
    }

    /** A list of columns as it stands in a statement. */
    String quoted(List<String> names) throws SQLException {
        List<String> quoted = new ArrayList<>();
        for (String name : names) {
            quoted.add(quoted(name));
        }
        return String.join(", ", quoted);
    }

    private record Pair(String first, String second) {}

    private List<Pair> pairs(String query, String schema) throws SQLException {
        List<Pair> pairs = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    pairs.add(new Pair(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return pairs;
    }
}
