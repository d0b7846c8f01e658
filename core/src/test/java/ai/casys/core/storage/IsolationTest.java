// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.identity.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What keeps tenants apart, found by walking PostgreSQL's catalogue, so that a table of tomorrow is looked at as well. */
final class IsolationTest {

    /** Tables that are not isolated by {@code tenant_id}, each with its reason. */
    private static final Map<String, String> GLOBAL = Map.of(
            "tenant", "the list of tenants itself; isolated by id, as a test below shows",
            "keyset_seal", "which keys the installation was used with; the application cannot read it",
            "node", "a process serves all tenants; says when it started and last lived, nothing of anybody's",
            "learned_prior", "what enough tenants share, by hashes of definitions; no row says whose it is");

    private static TestDatabase test;
    private static TenantId other;

    @BeforeAll
    static void open() {
        test = TestDatabase.create();
        other = test.newTenant("other");
        addUser(TenantId.LOCAL, "mine");
        addUser(other, "theirs");
    }

    @AfterAll
    static void close() {
        test.close();
    }

    @Test
    void everyTableOfCoreIsIsolatedOrOnTheList() throws SQLException {
        try (Connection connection = test.migrator().dataSource().getConnection()) {
            assertThat(new StoredTables(connection).tables("casys")).hasSizeGreaterThanOrEqualTo(5);
            assertThat(new IsolationCheck(connection).violations("casys", GLOBAL.keySet()))
                    .isEmpty();
            assertThat(new IsolationCheck(connection).violations("casys", Set.of()))
                    .isNotEmpty()
                    .allMatch(violation ->
                            GLOBAL.keySet().stream().anyMatch(table -> violation.startsWith("table " + table + " ")));
        }
    }

    @Test
    void withoutATenantNoRowIsSeen() throws SQLException {
        try (Connection connection = test.app().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : tables()) {
                if (table.equals("keyset_seal")) {
                    assertThatThrownBy(() -> statement.executeQuery("SELECT FROM casys.keyset_seal"))
                            .hasMessageContaining("permission denied");
                    continue;
                }
                try (var row = statement.executeQuery("SELECT count(*) FROM casys." + table)) {
                    row.next();
                    assertThat(row.getInt(1)).as(table).isZero();
                }
            }
            assertThatThrownBy(() -> statement.execute(
                            "INSERT INTO casys.app_user VALUES ('" + TenantId.LOCAL + "', gen_random_uuid(), 'x')"))
                    .hasMessageContaining("row-level security");
        }
    }

    @Test
    void anotherTenantsRowsCannotBeMadeChangedOrDeleted() {
        assertThatThrownBy(() -> test.database()
                        .inTenant(
                                other,
                                context -> context.execute(
                                        "INSERT INTO casys.app_user VALUES ({0}, gen_random_uuid(), 'x')",
                                        DSL.val(TenantId.LOCAL.value()))))
                .isInstanceOf(CasysException.class)
                .hasRootCauseInstanceOf(SQLException.class)
                .rootCause()
                .hasMessageContaining("row-level security");
        assertThat(inOther("UPDATE casys.app_user SET name = 'stolen' WHERE name = 'mine'"))
                .isZero();
        assertThat(inOther("DELETE FROM casys.app_user WHERE name = 'mine'")).isZero();
        assertThatThrownBy(() -> inOther("UPDATE casys.app_user SET tenant_id = '" + TenantId.LOCAL + "'"))
                .isInstanceOf(CasysException.class);
        assertThat(names(TenantId.LOCAL)).contains("mine").doesNotContain("theirs", "stolen");
        assertThat(names(other)).containsExactly("theirs");
    }

    @Test
    void aTenantSeesOnlyItsOwnEntryInTheListOfTenants() {
        assertThat(test.database()
                        .<List<String>>inTenant(
                                other,
                                context -> context.fetch("SELECT slug FROM casys.tenant")
                                        .getValues(0, String.class)))
                .containsExactly("other");
    }

    @Test
    void theApplicationRoleOwnsNothingAndCannotBecomeAnybodyElse() throws SQLException {
        Roles.requireHarmless(test.app());
        try (Connection connection = test.app().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String attempt : List.of(
                    "SET ROLE casys_system",
                    "SET ROLE " + EmbeddedPostgres.SUPERUSER,
                    "SET SESSION AUTHORIZATION casys_system",
                    "ALTER TABLE casys.app_user DISABLE ROW LEVEL SECURITY",
                    "ALTER TABLE casys.app_user OWNER TO casys_app",
                    "DROP POLICY tenant_isolation ON casys.app_user",
                    "CREATE POLICY mine ON casys.app_user USING (true)",
                    "CREATE TABLE casys.mine (x int)",
                    "TRUNCATE casys.app_user",
                    "SELECT * FROM casys.casys_core_history",
                    "INSERT INTO casys.node VALUES (gen_random_uuid())",
                    "DELETE FROM casys.keyset_seal",
                    "ALTER ROLE casys_app BYPASSRLS",
                    "GRANT casys_system TO casys_app",
                    "COPY casys.app_user TO PROGRAM 'cat'",
                    "INSERT INTO casys.tenant VALUES (gen_random_uuid(), 'mine')")) {
                assertThatThrownBy(() -> statement.execute(attempt)).as(attempt).isInstanceOf(SQLException.class);
            }
            statement.execute("SET row_security = off");
            assertThatThrownBy(() -> statement.execute("SELECT * FROM casys.app_user"))
                    .hasMessageContaining("row-level security");
        }
    }

    @Test
    void whatIsWrongWithATableIsSaid() throws SQLException {
        try (TestDatabase database = TestDatabase.create();
                Connection connection = database.migrator().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA casys_sample");
            expect(
                    connection,
                    statement,
                    "CREATE TABLE casys_sample.bare (x int)",
                    "no tenant_id",
                    "forced row-level",
                    "lacks the policy");
            expect(
                    connection,
                    statement,
                    BackupTest.isolated("weak", "x int") + "ALTER TABLE casys_sample.weak NO FORCE ROW LEVEL SECURITY",
                    "forced row-level");
            expect(
                    connection,
                    statement,
                    BackupTest.isolated("open", "x int") + "CREATE POLICY also ON casys_sample.open USING (x > 0)",
                    "policy also");
            expect(
                    connection,
                    statement,
                    BackupTest.isolated("other", "x int") + "DROP POLICY tenant_isolation ON casys_sample.other",
                    "lacks the policy");
            expect(
                    connection,
                    statement,
                    BackupTest.isolated("emptied", "x int") + "GRANT TRUNCATE ON casys_sample.emptied TO casys_app",
                    "TRUNCATE");
            expect(
                    connection,
                    statement,
                    BackupTest.isolated("shown", "x int") + "GRANT SELECT ON casys_sample.shown TO PUBLIC",
                    "everybody");
            expect(
                    connection,
                    statement,
                    BackupTest.isolated("seen", "x int")
                            + "CREATE VIEW casys_sample.looking AS SELECT * FROM casys_sample.seen",
                    "security_invoker");
            expect(
                    connection,
                    statement,
                    BackupTest.isolated("kept", "x int")
                            + "CREATE MATERIALIZED VIEW casys_sample.copy AS SELECT * FROM casys_sample.kept",
                    "neither table nor view");
            expect(
                    connection,
                    statement,
                    "CREATE FUNCTION casys_sample.f() RETURNS int LANGUAGE sql SECURITY DEFINER" + " AS 'SELECT 1'",
                    "SECURITY DEFINER");
            expect(connection, statement, BackupTest.isolated("fine", "x int"));
        }
    }

    @Test
    void anApplicationRoleThatSecurityWouldNotHoldIsRefused() {
        TestServer.execute(
                test.migrator(),
                "CREATE ROLE super_app LOGIN SUPERUSER PASSWORD 'x'",
                "CREATE ROLE bypass_app LOGIN BYPASSRLS PASSWORD 'x'",
                "CREATE ROLE system_app LOGIN PASSWORD 'x'; GRANT casys_system TO system_app",
                "CREATE ROLE owner_app LOGIN PASSWORD 'x'",
                "CREATE TABLE public.owned (x int); ALTER TABLE public.owned OWNER TO owner_app",
                "CREATE ROLE fine_app LOGIN PASSWORD 'x'; GRANT casys_app TO fine_app");
        try {
            Map<String, String> reasons = Map.of(
                    "super_app", "is a superuser",
                    "bypass_app", "has BYPASSRLS",
                    "system_app", "may become casys_system",
                    "owner_app", "owns owned");
            reasons.forEach((role, reason) -> assertThatThrownBy(
                            () -> Roles.requireHarmless(test.migrator().as(role, "x")))
                    .isInstanceOfSatisfying(CasysException.class, e -> {
                        assertThat(e.category()).isEqualTo(ErrorCategory.CONFIGURATION);
                        assertThat(e.category().exitCode()).isEqualTo(78);
                        assertThat(e.getMessage()).contains(role, reason);
                    }));
            assertThat(role("fine_app")).isTrue();
        } finally {
            TestServer.execute(
                    test.migrator(),
                    "DROP TABLE public.owned",
                    "DROP ROLE super_app, bypass_app, system_app, owner_app, fine_app");
        }
    }

    private static boolean role(String name) {
        try {
            Roles.requireHarmless(test.migrator().as(name, "x"));
            return true;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void expect(Connection connection, Statement statement, String sql, String... wanted)
            throws SQLException {
        connection.setAutoCommit(false);
        statement.execute(sql);
        List<String> violations = new IsolationCheck(connection).violations("casys_sample", Set.of());
        connection.rollback();
        connection.setAutoCommit(true);
        if (wanted.length == 0) {
            assertThat(violations).isEmpty();
        }
        for (String text : wanted) {
            assertThat(violations).as(sql).anyMatch(violation -> violation.contains(text));
        }
    }

    private static List<String> tables() throws SQLException {
        try (Connection connection = test.migrator().dataSource().getConnection()) {
            return List.copyOf(new StoredTables(connection).tables("casys").keySet());
        }
    }

    private static int inOther(String sql) {
        return test.database().inTenant(other, context -> context.execute(sql));
    }

    private static List<String> names(TenantId tenant) {
        return test.database()
                .inTenant(
                        tenant,
                        context ->
                                context.fetch("SELECT name FROM casys.app_user").getValues(0, String.class));
    }

    private static void addUser(TenantId tenant, String name) {
        test.database()
                .inTenant(
                        tenant,
                        context -> context.execute(
                                "INSERT INTO casys.app_user VALUES ({0}, gen_random_uuid(), {1})",
                                DSL.val(tenant.value()), DSL.val(name)));
    }
}
