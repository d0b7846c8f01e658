// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import ai.casys.shared.identity.TenantId;
import java.util.UUID;
import org.jooq.impl.DSL;

/**
 * A database of a test's own: real PostgreSQL, migrated, empty but for the tenant {@link TenantId#LOCAL}. Making one takes
 * a fraction of a second. Use it in try-with-resources or close it after the class.
 */
public final class TestDatabase implements AutoCloseable {

    private static final int POOL = 4;

    private final TestServer server;
    private final ConnectionAddress migrator;
    private final Database database;

    private TestDatabase(TestServer server, ConnectionAddress migrator) {
        this.server = server;
        this.migrator = migrator;
        this.database = Database.open(server.roles(migrator), POOL);
    }

    /** Makes one. */
    public static TestDatabase create() {
        TestServer server = TestServer.shared();
        return new TestDatabase(server, server.newDatabase());
    }

    /** The way to its tables, as in the product. */
    public Database database() {
        return database;
    }

    /** A further tenant. */
    public TenantId newTenant(String slug) {
        UUID id = UUID.randomUUID();
        database.asSystem(
                "make a tenant for a test",
                context -> context.execute(
                        "INSERT INTO casys.tenant (id, slug) VALUES ({0}, {1})", DSL.val(id), DSL.val(slug)));
        return new TenantId(id);
    }

    /** Its address as a value of {@code DATABASE_URL}, for tests of a whole program. */
    public String url() {
        return "postgres://" + migrator.user() + ":" + migrator.password().orElseThrow() + "@"
                + migrator.hosts().getFirst() + "/" + migrator.database() + "?sslmode=disable";
    }

    /** The address of the role that owns the schema. */
    ConnectionAddress migrator() {
        return migrator;
    }

    /** The address of the application role. */
    ConnectionAddress app() {
        return server.roles(migrator).app();
    }

    @Override
    public void close() {
        database.close();
        server.drop(migrator);
    }
}
