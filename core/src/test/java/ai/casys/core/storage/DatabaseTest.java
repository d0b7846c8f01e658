// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.identity.TenantId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class DatabaseTest {

    private static TestDatabase test;

    @BeforeAll
    static void open() {
        test = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        test.close();
    }

    @Test
    void aTenantSeesItselfAndNobodyElse() {
        TenantId other = test.newTenant("other");

        assertThat(tenants(TenantId.LOCAL)).isEqualTo("local");
        assertThat(tenants(other)).isEqualTo("other");
        assertThat(test.database().<Integer>asSystem("count", context -> context.fetchCount(DSL.table("casys.tenant"))))
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void workThatThrowsLeavesNothingBehind() {
        assertThatThrownBy(() -> test.database().<Integer>inTenant(TenantId.LOCAL, context -> {
                    addUser(context, "left behind");
                    throw new IllegalStateException("on purpose");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(users("left behind")).isZero();
    }

    @Test
    void theTenantOfATransactionEndsWithIt() {
        test.database().inTenant(TenantId.LOCAL, context -> addUser(context, "somebody"));

        String setting = test.database().inTenantConnection(TenantId.LOCAL, connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT current_setting('casys.tenant', true)")) {
                ResultSet row = statement.executeQuery();
                row.next();
                return row.getString(1);
            }
        });
        assertThat(setting).isEqualTo(TenantId.LOCAL.toString());
        assertThat(users("somebody")).isEqualTo(1);
    }

    @Test
    void aRefusedStatementIsExplainedWithoutQuotingData() {
        assertThatThrownBy(() -> test.database()
                        .inTenant(TenantId.LOCAL, context -> context.execute("SELECT 'secret-value'::int")))
                .isInstanceOfSatisfying(CasysException.class, e -> {
                    assertThat(e.category()).isEqualTo(ErrorCategory.INTERNAL);
                    assertThat(e.getMessage()).contains("22P02").doesNotContain("secret-value");
                });
    }

    @Test
    void aReadOnlyDatabaseIsNamedAsSuch() {
        assertThatThrownBy(() -> test.database().inTenant(TenantId.LOCAL, context -> {
                    context.execute("SET TRANSACTION READ ONLY");
                    return addUser(context, "late");
                }))
                .isInstanceOfSatisfying(CasysException.class, e -> {
                    assertThat(e.category()).isEqualTo(ErrorCategory.UNAVAILABLE);
                    assertThat(e.getMessage()).contains("read-only");
                });
    }

    @Test
    void connectionsCutWhileIdleAreReplacedUnseen() {
        test.database().check();
        TestServer.execute(
                test.migrator(),
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'casys\\_%' "
                        + "AND datname = current_database() AND pid <> pg_backend_pid()");

        assertThat(tenants(TenantId.LOCAL)).isEqualTo("local");
    }

    @Test
    void aSystemJobSaysWhatItIsFor() {
        assertThat(test.database()
                        .<String>asSystem(
                                "the reason",
                                context -> context.fetchSingle("SELECT current_setting('application_name')")
                                        .get(0, String.class)))
                .isEqualTo("casys: the reason");
        assertThatThrownBy(() -> test.database().asSystem(" ", context -> 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int addUser(DSLContext context, String name) {
        return context.execute(
                "INSERT INTO casys.app_user (tenant_id, id, name) VALUES ({0}, gen_random_uuid(), {1})",
                DSL.val(TenantId.LOCAL.value()), DSL.val(name));
    }

    private static int users(String name) {
        return test.database()
                .inTenant(
                        TenantId.LOCAL,
                        context -> context.fetchCount(
                                DSL.table("casys.app_user"), DSL.field("name").eq(name)));
    }

    private static String tenants(TenantId tenant) {
        return test.database()
                .inTenant(
                        tenant,
                        context -> String.join(
                                ",",
                                context.fetch("SELECT slug FROM casys.tenant").getValues(0, String.class)));
    }
}
