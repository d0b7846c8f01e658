// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a PostgreSQL database is and as whom it is entered. {@code toString} never shows the password or a parameter.
 *
 * @param hosts at least one; several are tried in order
 * @param parameters further settings under the names of the JDBC driver
 */
record ConnectionAddress(
        List<Host> hosts, String database, String user, Optional<String> password, Map<String, String> parameters) {

    /** The port when none is named. */
    static final int DEFAULT_PORT = 5432;

    private static final int CONNECT_SECONDS = 10;

    ConnectionAddress {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("hosts is empty");
        }
        Objects.requireNonNull(database, "database is null");
        Objects.requireNonNull(user, "user is null");
        Objects.requireNonNull(password, "password is null");
        parameters = Map.copyOf(parameters);
    }

    /** One server. */
    record Host(String name, int port) {
        Host {
            Objects.requireNonNull(name, "name is null");
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
            }
        }

        @Override
        public String toString() {
            return name.contains(":") ? "[" + name + "]:" + port : name + ":" + port;
        }
    }

    /** The same database as somebody else. */
    ConnectionAddress as(String otherUser, String otherPassword) {
        return new ConnectionAddress(hosts, database, otherUser, Optional.of(otherPassword), parameters);
    }

    /** Another database of the same server. */
    ConnectionAddress withDatabase(String otherDatabase) {
        return new ConnectionAddress(hosts, otherDatabase, user, password, parameters);
    }

    /** A source of plain connections; no pool. */
    PGSimpleDataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(hosts.stream().map(Host::name).toArray(String[]::new));
        source.setPortNumbers(hosts.stream().mapToInt(Host::port).toArray());
        source.setDatabaseName(database);
        source.setUser(user);
        password.ifPresent(source::setPassword);
        source.setApplicationName("casys");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setTcpKeepAlive(true);
        source.setReWriteBatchedInserts(true);
        try {
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                source.setProperty(parameter.getKey(), parameter.getValue());
            }
        } catch (java.sql.SQLException e) {
            throw new IllegalArgumentException("a connection parameter has a wrong value", e);
        }
        return source;
    }

    /** User, servers and database; nothing secret. */
    @Override
    public String toString() {
        return user + "@" + hosts.stream().map(Host::toString).collect(Collectors.joining(",")) + "/" + database;
    }
}
