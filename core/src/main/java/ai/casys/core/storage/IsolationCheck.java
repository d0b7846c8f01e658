// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Walks PostgreSQL's own catalogue and finds everything in a schema through which one tenant could see or change rows
 * of another.
 */
final class IsolationCheck {

    /** The one expression, as PostgreSQL prints it. */
    static final String TENANT_EXPRESSION =
            "(tenant_id = (NULLIF(current_setting('casys.tenant'::text, true), ''::text))::uuid)";

    private static final String HISTORY = "%_history";

    private static final String TABLES = """
            SELECT c.relname, c.relkind, c.relrowsecurity AND c.relforcerowsecurity,
                   EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id'
                              AND a.attnotnull AND a.atttypid = 'uuid'::regtype AND NOT a.attisdropped),
                   coalesce('security_invoker=true' = ANY (c.reloptions), false)
              FROM pg_class c
             WHERE c.relnamespace = ?::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
               AND c.relname NOT LIKE ?
             ORDER BY c.relname
            """;

    private static final String POLICIES = """
            SELECT policyname, permissive = 'PERMISSIVE' AND cmd = 'ALL', roles::text,
                   coalesce(qual, ''), coalesce(with_check, '')
              FROM pg_policies WHERE schemaname = ? AND tablename = ?
            """;

    private static final String PRIVILEGES = """
            SELECT DISTINCT c.relname, CASE WHEN p.grantee = 0 THEN 'everybody' ELSE p.grantee::regrole::text END,
                   p.privilege_type
              FROM pg_class c, aclexplode(c.relacl) p
             WHERE c.relnamespace = ?::regnamespace AND p.grantee <> c.relowner
               AND (p.grantee = 0
                    OR p.privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'USAGE')
                    OR c.relname LIKE ? AND NOT (p.grantee = 'casys_system'::regrole AND p.privilege_type = 'SELECT'))
             ORDER BY 1, 2, 3
            """;

    private static final String FUNCTIONS = """
            SELECT proname FROM pg_proc WHERE pronamespace = ?::regnamespace AND prosecdef ORDER BY proname
            """;

    private final Connection connection;

    IsolationCheck(Connection connection) {
        this.connection = connection;
    }

    /**
     * What is wrong in a schema, in plain sentences; empty if nothing is.
     *
     * @param globalTables tables that are known to hold nothing of any tenant
     */
    List<String> violations(String schema, Set<String> globalTables) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setString(1, schema);
            statement.setString(2, HISTORY);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (!globalTables.contains(rows.getString(1))) {
                        checkRelation(schema, rows, found);
                    }
                }
            }
        }
        checkPrivileges(schema, found);
        checkFunctions(schema, found);
        return found;
    }

    private void checkRelation(String schema, ResultSet row, List<String> found) throws SQLException {
        String name = row.getString(1);
        switch (row.getString(2)) {
            case "r", "p" -> checkTable(schema, name, row.getBoolean(3), row.getBoolean(4), found);
            case "v" -> {
                if (!row.getBoolean(5)) {
                    found.add("view " + name + " needs security_invoker, or it shows what its owner sees");
                }
            }
            default -> found.add(name + " is neither table nor view; row security does not hold for it");
        }
    }

    private void checkTable(String schema, String name, boolean forced, boolean hasTenant, List<String> found)
            throws SQLException {
        if (!hasTenant) {
            found.add("table " + name + " has no tenant_id uuid NOT NULL");
        }
        if (!forced) {
            found.add("table " + name + " has no enabled and forced row-level security");
        }
        boolean isolated = false;
        try (PreparedStatement statement = connection.prepareStatement(POLICIES)) {
            statement.setString(1, schema);
            statement.setString(2, name);
            try (ResultSet policies = statement.executeQuery()) {
                while (policies.next()) {
                    String check = policies.getString(5);
                    boolean whole = policies.getBoolean(2);
                    boolean tenant = whole
                            && policies.getString(4).equals(TENANT_EXPRESSION)
                            && (check.isEmpty() || check.equals(TENANT_EXPRESSION));
                    boolean system = policies.getString(3).equals("{" + Roles.SYSTEM + "}");
                    isolated |= tenant && !system;
                    if (!tenant && !system) {
                        found.add("table " + name + " has the policy " + policies.getString(1)
                                + " beside the one that isolates tenants");
                    }
                }
            }
        }
        if (!isolated) {
            found.add("table " + name + " lacks the policy USING " + TENANT_EXPRESSION);
        }
    }

    private void checkPrivileges(String schema, List<String> found) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PRIVILEGES)) {
            statement.setString(1, schema);
            statement.setString(2, HISTORY);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(
                            rows.getString(2) + " has the privilege " + rows.getString(3) + " on " + rows.getString(1));
                }
            }
        }
    }

    private void checkFunctions(String schema, List<String> found) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FUNCTIONS)) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add("function " + rows.getString(1) + " runs as its owner (SECURITY DEFINER)");
                }
            }
        }
    }
}
