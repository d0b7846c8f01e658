// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.settings.DatabaseSettings;
import ai.casys.shared.identity.TenantId;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** External databases, roles and migrations; the server is the test run's, entered as an ordinary role. */
final class StorageTest {

    @TempDir
    private Path home;

    private ConnectionAddress bare;

    @BeforeEach
    void makeDatabase() {
        bare = TestServer.shared().bareDatabase();
    }

    @AfterEach
    void dropDatabase() {
        TestServer.shared().drop(bare);
    }

    @Test
    void anExternalDatabaseIsMadeReadyByItsUrlAlone() {
        try (Storage storage = Storage.open(home, settings(url(bare), Optional.empty()))) {
            assertThat(storage.isEmbedded()).isFalse();
            assertThat(slugs(storage)).containsExactly("local");
            assertThatThrownBy(() -> Storage.open(home, settings(url(bare), Optional.empty())))
                    .hasMessageContaining("in use by another engine");
        }
        Storage.open(home, settings(url(bare), Optional.empty())).close();
    }

    @Test
    void aMigratorThatIsNoSuperuserAndMayNotCreateRolesIsEnoughWithAnAppUrl() {
        ConnectionAddress migrator = ordinaryMigrator("plain_migrator", "");
        TestServer.execute(
                bare,
                "CREATE ROLE plain_app LOGIN PASSWORD 'app'",
                "GRANT casys_app TO plain_app",
                "GRANT casys_system TO plain_migrator");
        ConnectionAddress app = migrator.as("plain_app", "app");
        Path file = home.resolve("backup.zip");
        try (Storage storage = Storage.open(home.resolve("a"), settings(url(migrator), Optional.of(url(app))))) {
            assertThat(slugs(storage)).containsExactly("local");
            assertThat(storage.database()
                            .<String>asSystem(
                                    "test",
                                    context -> context.fetchSingle("SELECT current_user")
                                            .get(0, String.class)))
                    .isEqualTo("casys_system");
            storage.database()
                    .asSystem(
                            "test",
                            context -> context.execute(
                                    "INSERT INTO casys.tenant (id, slug) VALUES (gen_random_uuid(), 'kept')"));
            assertThat(storage.backup(file).rows()).isEqualTo(3);
            storage.database()
                    .asSystem("test", context -> context.execute("DELETE FROM casys.tenant WHERE slug = 'kept'"));
            storage.restore(file, List.of(), false);
            assertThat(storage.database()
                            .<List<String>>asSystem(
                                    "test",
                                    context -> context.fetch("SELECT slug FROM casys.tenant")
                                            .getValues(0, String.class)))
                    .containsExactlyInAnyOrder("local", "kept");
        } finally {
            TestServer.execute(bare, "DROP OWNED BY plain_app CASCADE", "DROP ROLE plain_app");
            dropRole("plain_migrator");
        }
    }

    @Test
    void aMigratorThatMayNotCreateRolesNeedsAnAppUrl() {
        ConnectionAddress migrator = ordinaryMigrator("lone_migrator", "");
        TestServer.execute(bare, "GRANT casys_system TO lone_migrator");
        try {
            assertThatThrownBy(() -> Storage.open(home, settings(url(migrator), Optional.empty())))
                    .isInstanceOfSatisfying(CasysException.class, e -> {
                        assertThat(e.category()).isEqualTo(ErrorCategory.CONFIGURATION);
                        assertThat(e.getMessage()).contains("DATABASE_APP_URL");
                    });
        } finally {
            dropRole("lone_migrator");
        }
    }

    @Test
    void theMigratorIsNoApplicationRole() {
        assertThatThrownBy(() -> Storage.open(home, settings(url(bare), Optional.of(url(bare)))))
                .isInstanceOfSatisfying(CasysException.class, e -> {
                    assertThat(e.category().exitCode()).isEqualTo(78);
                    assertThat(e.getMessage()).contains("is a superuser");
                });
    }

    @Test
    void aWrongPasswordIsAConfigurationErrorThatDoesNotRepeatIt() {
        assertThatThrownBy(() -> Storage.open(home, settings(url(bare.as(bare.user(), "guessed")), Optional.empty())))
                .isInstanceOfSatisfying(CasysException.class, e -> {
                    assertThat(e.category()).isEqualTo(ErrorCategory.CONFIGURATION);
                    assertThat(e.getMessage()).doesNotContain("guessed");
                });
    }

    @Test
    void aServerThatDoesNotAnswerIsUnavailable() {
        assertThatThrownBy(() -> Storage.open(
                        home, settings("postgres://me:x@127.0.0.1:1/x?connectTimeout=2", Optional.empty())))
                .isInstanceOfSatisfying(
                        CasysException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.UNAVAILABLE));
    }

    @Test
    void aSchemaNewerThanTheProgramIsRefusedAndLeftAlone() throws Exception {
        Storage.prepare(bare, Optional.empty());
        TestServer.execute(
                bare,
                "INSERT INTO casys.casys_core_history SELECT 9, '9999', description, type, 'V9999__x.sql', 1,"
                        + " installed_by, now(), 1, true FROM casys.casys_core_history WHERE version = '1'");

        assertThatThrownBy(() -> Storage.prepare(bare, Optional.empty()))
                .isInstanceOfSatisfying(CasysException.class, e -> {
                    assertThat(e.category()).isEqualTo(ErrorCategory.CONFIGURATION);
                    assertThat(e.getMessage()).contains("9999");
                });
    }

    @Test
    void aReleasedMigrationThatWasChangedIsNoticed() {
        Storage.prepare(bare, Optional.empty());
        TestServer.execute(bare, "UPDATE casys.casys_core_history SET checksum = checksum + 1 WHERE version = '1'");

        assertThatThrownBy(() -> Storage.prepare(bare, Optional.empty()))
                .isInstanceOfSatisfying(
                        CasysException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.CONFIGURATION));
    }

    @Test
    void whatFlywayRecordedIsWhatWeCompareWith() throws Exception {
        Storage.prepare(bare, Optional.empty());
        try (Connection connection = bare.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT checksum FROM casys.casys_core_history WHERE version IS NOT NULL ORDER BY"
                                + " version::int")) {
            for (MigrationScript script : Migrations.coreScripts()) {
                assertThat(rows.next()).isTrue();
                assertThat(script.checksum()).as(script.fileName()).isEqualTo(rows.getInt(1));
            }
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void anExtensionMigratesItsOwnSchemaStepByStep() throws Exception {
        Storage.prepare(bare, Optional.empty());
        MigrationScript first = new MigrationScript("V1__note.sql", BackupTest.isolated("note", "text text"));
        MigrationScript second =
                new MigrationScript("V10__more.sql", "ALTER TABLE casys_sample.note ADD COLUMN more int");
        try (Connection connection = bare.dataSource().getConnection()) {
            Migrations migrations = new Migrations(bare, connection);
            int core = migrations.currentVersion("casys", Migrations.CORE_HISTORY);
            migrations.migrateExtension(new ExtensionSchema("casys_sample", List.of(first), Set.of()));
            migrations.migrateExtension(new ExtensionSchema("casys_sample", List.of(second, first), Set.of()));
            migrations.migrateExtension(new ExtensionSchema("casys_sample", List.of(first, second), Set.of()));
            assertThat(migrations.currentVersion("casys_sample", Migrations.EXTENSION_HISTORY))
                    .isEqualTo(10);
            assertThat(migrations.currentVersion("casys", Migrations.CORE_HISTORY))
                    .isEqualTo(core)
                    .isPositive();
        }
    }

    @Test
    void anExtensionWhoseTableIsNotIsolatedIsRefusedUnlessItIsDeclaredGlobal() throws Exception {
        Storage.prepare(bare, Optional.empty());
        List<MigrationScript> scripts =
                List.of(new MigrationScript("V1__price.sql", "CREATE TABLE casys_sample.price (plan text)"));
        try (Connection connection = bare.dataSource().getConnection()) {
            Migrations migrations = new Migrations(bare, connection);
            assertThatThrownBy(
                            () -> migrations.migrateExtension(new ExtensionSchema("casys_sample", scripts, Set.of())))
                    .isInstanceOf(CasysException.class)
                    .hasMessageContaining("price");
            migrations.migrateExtension(new ExtensionSchema("casys_sample", scripts, Set.of("price")));
        }
    }

    @Test
    void severalNodesThatStartAtOnceAgree() throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        List<Thread> nodes = new ArrayList<>();
        for (int node = 0; node < 4; node++) {
            nodes.add(Thread.ofVirtual().unstarted(() -> {
                try {
                    Storage.prepare(bare, Optional.empty());
                } catch (RuntimeException e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            }));
        }
        nodes.forEach(Thread::start);
        for (Thread node : nodes) {
            node.join();
        }
        synchronized (failures) {
            assertThat(failures).isEmpty();
        }
    }

    private ConnectionAddress ordinaryMigrator(String name, String options) {
        TestServer.execute(
                bare,
                "CREATE ROLE " + name + " LOGIN PASSWORD 'migrator' " + options,
                "ALTER DATABASE " + bare.database() + " OWNER TO " + name);
        return bare.as(name, "migrator");
    }

    private void dropRole(String name) {
        TestServer.execute(
                bare,
                "ALTER DATABASE " + bare.database() + " OWNER TO " + EmbeddedPostgres.SUPERUSER,
                "DROP OWNED BY " + name + " CASCADE",
                "DROP ROLE " + name);
    }

    private static DatabaseSettings settings(String url, Optional<String> appUrl) {
        return new DatabaseSettings(Optional.of(url), appUrl, 3);
    }

    private static String url(ConnectionAddress address) {
        return "postgres://" + address.user() + ":" + address.password().orElseThrow() + "@"
                + address.hosts().getFirst() + "/" + address.database() + "?sslmode=disable";
    }

    private static List<String> slugs(Storage storage) {
        return storage.database()
                .inTenant(
                        TenantId.LOCAL,
                        context ->
                                context.fetch("SELECT slug FROM casys.tenant").getValues(0, String.class));
    }
}
