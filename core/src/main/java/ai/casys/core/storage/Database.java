// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.identity.TenantId;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the tables: one call, one transaction, as one tenant or, for the few jobs over all tenants, as the system.
 * Work that throws is rolled back. Blocking; safe for any number of threads, of which as many as the pool is large work
 * at once and the others wait up to ten seconds. Connections that broke while they lay idle are replaced unseen.
 */
public final class Database implements AutoCloseable {

    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int SYSTEM_CONNECTIONS = 2;
    private static final Duration ACQUIRE = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final String LIMITS =
            "SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '120s'";
    private static final String AS_TENANT = "SELECT set_config('casys.tenant', ?, true)";
    private static final String AS_SYSTEM = "SELECT set_config('application_name', ?, true)";
    private static final int NAME_LIMIT = 63;

    private final HikariDataSource app;
    private final HikariDataSource system;

    private Database(HikariDataSource app, HikariDataSource system) {
        this.app = app;
        this.system = system;
    }

    /**
     * Opens the pools; connections are made as they are needed.
     *
     * @param poolSize connections for tenants' work, 1 to 200
     */
    static Database open(RoleAddresses roles, int poolSize) {
        return new Database(
                pool("casys-app", roles.app(), LIMITS, poolSize, 1),
                pool("casys-system", roles.system(), LIMITS + roles.systemOpening(), SYSTEM_CONNECTIONS, 0));
    }

    /** Loads what the first query would wait for; meant for a moment in which the caller waits for something else. */
    static void warmUp() {
        String sql = DSL.using(SQLDialect.POSTGRES)
                .selectCount()
                .from(DSL.table(DSL.name("warm", "up")))
                .where(DSL.field(DSL.name("id"), UUID.class).eq(new UUID(0, 0)))
                .getSQL();
        LOG.debug("the query builder is ready, it says: {}", sql);
    }

    /**
     * Runs work that sees and changes the rows of one tenant.
     *
     * @throws CasysException {@link ErrorCategory#UNAVAILABLE} if the database is away, full or read-only,
     *     {@link ErrorCategory#TIMEOUT} if it took too long, {@link ErrorCategory#OVERLOADED} if others got in the way
     */
    public <T> T inTenant(TenantId tenant, Function<DSLContext, T> work) {
        return inTenantConnection(tenant, connection -> work.apply(context(connection)));
    }

    /** {@link #inTenant} on the bare connection. */
    public <T> T inTenantConnection(TenantId tenant, ConnectionWork<T> work) {
        return transaction(app, AS_TENANT, tenant.toString(), work);
    }

    /**
     * Runs work over all tenants.
     *
     * @param reason what it is for, shown to the operator of the database as the application's name
     */
    public <T> T asSystem(String reason, Function<DSLContext, T> work) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("reason is blank; say what the job over all tenants is for");
        }
        String name = "casys: " + reason;
        return transaction(
                system,
                AS_SYSTEM,
                name.substring(0, Math.min(NAME_LIMIT, name.length())),
                connection -> work.apply(context(connection)));
    }

    /**
     * Asks the database for a sign of life.
     *
     * @throws CasysException {@link ErrorCategory#UNAVAILABLE} if there is none
     */
    public void check() {
        transaction(app, AS_TENANT, "", connection -> connection.isValid(2));
    }

    private <T> T transaction(HikariDataSource pool, String opening, String value, ConnectionWork<T> work) {
        try (Connection connection = begin(pool, opening, value)) {
            boolean finished = false;
            try {
                T result = work.run(connection);
                connection.commit();
                finished = true;
                return result;
            } finally {
                if (!finished) {
                    rollBack(connection);
                }
            }
        } catch (SQLException e) {
            throw DatabaseErrors.translate(e);
        } catch (DataAccessException e) {
            SQLException cause = e.getCause(SQLException.class);
            if (cause == null) {
                throw e;
            }
            throw DatabaseErrors.translate(cause);
        }
    }

    /** Nothing has been done before the first statement, so a connection found broken there may be replaced. */
    private static Connection begin(HikariDataSource pool, String opening, String value) throws SQLException {
        int attemptsLeft = pool.getMaximumPoolSize() + 1;
        while (true) {
            Connection connection = pool.getConnection();
            try (PreparedStatement statement = connection.prepareStatement(opening)) {
                statement.setString(1, value);
                statement.execute();
                return connection;
            } catch (SQLException e) {
                attemptsLeft--;
                pool.evictConnection(connection);
                if (!DatabaseErrors.isConnectionLost(e) || attemptsLeft == 0) {
                    throw e;
                }
            }
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("a transaction could not be rolled back, so its connection ends: {}", e.getMessage());
        }
    }

    private static DSLContext context(Connection connection) {
        return DSL.using(connection, SQLDialect.POSTGRES);
    }

    private static HikariDataSource pool(
            String name, ConnectionAddress address, String opening, int size, int minimumIdle) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(address.dataSource());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(minimumIdle, size));
        config.setIdleTimeout(IDLE.toMillis());
        config.setConnectionTimeout(ACQUIRE.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        config.setConnectionInitSql(opening);
        return new HikariDataSource(config);
    }

    @Override
    public void close() {
        app.close();
        system.close();
    }
}
