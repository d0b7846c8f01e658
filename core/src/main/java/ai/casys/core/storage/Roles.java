// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application role and the system role. Where the migrator may, it makes both, with passwords derived from its own
 * (HMAC-SHA-256 over the role's name): several nodes with the same {@code DATABASE_URL} then agree without storing or
 * exchanging anything, a node that starts never cuts off another by setting a fresh one, and whoever knows the
 * migrator's password could set them anyway. Where it may not, the two roles must have been made by an administrator,
 * {@code DATABASE_APP_URL} says how the first is entered, and the migrator steps down into the second.
 */
final class Roles {

    static final String APP = "casys_app";
    static final String SYSTEM = "casys_system";

    private static final Logger LOG = LoggerFactory.getLogger(Roles.class);
    /** Any number, the same in every node. */
    private static final long LOCK = 0x63617379735f726fL;

    private static final String BY_HAND = "let an administrator run: CREATE ROLE " + APP + " NOLOGIN; CREATE ROLE "
            + SYSTEM + " NOLOGIN; GRANT " + SYSTEM
            + " TO <the user of DATABASE_URL>; CREATE ROLE <name> LOGIN PASSWORD "
            + "'...'; GRANT " + APP + " TO <name>; and set DATABASE_APP_URL to enter as <name>";

    private final ConnectionAddress migrator;
    private final Optional<ConnectionAddress> givenApp;

    /** @param givenApp {@code DATABASE_APP_URL}, if it is set */
    Roles(ConnectionAddress migrator, Optional<ConnectionAddress> givenApp) {
        this.migrator = migrator;
        this.givenApp = givenApp;
    }

    /**
     * Makes sure that both roles exist and can be entered.
     *
     * @param connection the migrator's, in auto-commit mode
     * @throws CasysException {@link ErrorCategory#CONFIGURATION} if that takes an administrator
     */
    RoleAddresses prepare(Connection connection) throws SQLException {
        boolean mayCreate = mayCreateRoles(connection);
        for (String role : List.of(APP, SYSTEM)) {
            if (!exists(connection, role)) {
                create(connection, role, mayCreate);
            }
        }
        ConnectionAddress app = givenApp.isPresent() ? given(connection, givenApp.get()) : derived(connection, APP);
        if (mayCreate && migrator.password().isPresent()) {
            return new RoleAddresses(app, derived(connection, SYSTEM), "");
        }
        requireStepDown(connection);
        return new RoleAddresses(app, migrator, "; SET ROLE " + SYSTEM);
    }

    /**
     * Refuses an application role that row security would not hold.
     *
     * @throws CasysException {@link ErrorCategory#CONFIGURATION} if the role is, or may become, a superuser, one that
     *     bypasses row security, the system role, or the owner of a table
     */
    static void requireHarmless(ConnectionAddress app) throws SQLException {
        try (Connection connection = app.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT r.rolname, r.rolsuper, r.rolbypassrls,
                               (SELECT min(t.rolname) FROM pg_roles t
                                 WHERE (t.rolsuper OR t.rolbypassrls OR t.rolname = 'casys_system')
                                   AND t.rolname <> r.rolname AND NOT r.rolsuper
                                   AND pg_has_role(r.oid, t.oid, 'MEMBER')),
                               (SELECT min(c.oid::regclass::text) FROM pg_class c
                                 WHERE c.relkind IN ('r', 'p', 'v', 'm') AND NOT r.rolsuper
                                   AND pg_has_role(r.oid, c.relowner, 'MEMBER'))
                          FROM pg_roles r WHERE r.rolname = current_user
                        """)) {
            if (!row.next()) {
                throw new SQLException("pg_roles does not hold the current user");
            }
            List<String> reasons = new ArrayList<>();
            if (row.getBoolean(2)) {
                reasons.add("is a superuser");
            }
            if (row.getBoolean(3)) {
                reasons.add("has BYPASSRLS");
            }
            if (row.getString(4) != null) {
                reasons.add("may become " + row.getString(4));
            }
            if (row.getString(5) != null) {
                reasons.add("owns " + row.getString(5));
            }
            if (!reasons.isEmpty()) {
                throw new CasysException(
                        ErrorCategory.CONFIGURATION,
                        "the application's database role " + row.getString(1) + " " + String.join(", ", reasons)
                                + ", so it would not be held by row-level security; let DATABASE_APP_URL name a role "
                                + "that owns nothing and is a member of " + APP + " only");
            }
        }
    }

    private ConnectionAddress given(Connection connection, ConnectionAddress app) throws SQLException {
        if (app.user().equals(APP) || isMember(connection, app.user(), APP)) {
            return app;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("GRANT " + APP + " TO " + statement.enquoteIdentifier(app.user(), true));
            return app;
        } catch (SQLException e) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the role " + app.user() + " of DATABASE_APP_URL is no member of " + APP
                            + " and cannot be made one; let an administrator run: GRANT " + APP + " TO " + app.user(),
                    e);
        }
    }

    private ConnectionAddress derived(Connection connection, String role) throws SQLException {
        ConnectionAddress address = migrator.as(role, password(role));
        try (Connection trial = address.dataSource().getConnection()) {
            LOG.debug("entered as {}", trial.getMetaData().getUserName());
            return address;
        } catch (SQLException e) {
            if (!DatabaseErrors.isWrongLogin(e)) {
                throw e;
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
            statement.execute("ALTER ROLE " + role + " LOGIN");
            connection
                    .unwrap(PGConnection.class)
                    .alterUserPassword(role, password(role).toCharArray(), "scram-sha-256");
            LOG.info("set the password of the database role {}", role);
        } catch (SQLException e) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the database role " + role + " cannot be entered and its password cannot be set; " + BY_HAND,
                    e);
        } finally {
            unlock(connection);
        }
        return address;
    }

    private void create(Connection connection, String role, boolean mayCreate) throws SQLException {
        if (!mayCreate) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the database role " + role + " does not exist and " + migrator.user() + " may not create it; "
                            + BY_HAND);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
            if (!exists(connection, role)) {
                statement.execute("CREATE ROLE " + role + " NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS");
                LOG.info("created the database role {}", role);
            }
        } finally {
            unlock(connection);
        }
    }

    private void requireStepDown(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE " + SYSTEM);
            statement.execute("RESET ROLE");
        } catch (SQLException e) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the role " + migrator.user() + " of DATABASE_URL may not become " + SYSTEM
                            + "; let an administrator run: GRANT " + SYSTEM + " TO " + migrator.user(),
                    e);
        }
    }

    private String password(String role) {
        String secret = migrator.password()
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new CasysException(
                        ErrorCategory.CONFIGURATION,
                        "DATABASE_URL holds no password to derive that of " + role + " from; set DATABASE_APP_URL"));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(("casys role " + role).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static void unlock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
        }
    }

    private static boolean mayCreateRoles(Connection connection) throws SQLException {
        return ask(connection, "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user");
    }

    private static boolean exists(Connection connection, String role) throws SQLException {
        return ask(connection, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?)", role);
    }

    private static boolean isMember(Connection connection, String user, String role) throws SQLException {
        return ask(
                connection,
                "SELECT EXISTS (SELECT FROM pg_auth_members m WHERE m.member = (SELECT oid FROM pg_roles WHERE "
                        + "rolname = ?) AND m.roleid = (SELECT oid FROM pg_roles WHERE rolname = ?))",
                user,
                role);
    }

    private static boolean ask(Connection connection, String question, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            for (int index = 0; index < values.length; index++) {
                statement.setString(index + 1, values[index]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
