// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.identity.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupTest {

    private static final ExtensionSchema EXTENSION = new ExtensionSchema(
            "casys_sample",
            List.of(new MigrationScript("V1__note.sql", isolated("note", "text text, n bigserial"))),
            Set.of());

    @TempDir
    private Path directory;

    private TestDatabase source;
    private TestDatabase target;
    private Path file;

    @BeforeEach
    void open() {
        source = TestDatabase.create();
        target = TestDatabase.create();
        file = directory.resolve("backup.zip");
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    @Test
    void everyRowOfEveryTenantArrives() {
        TenantId other = source.newTenant("other");
        addUser(source, TenantId.LOCAL, "tab\tnewline\nbackslash\\ é 😀");
        addUser(source, other, "somebody");
        String before = fingerprint(source);

        BackupManifest written = write(source);
        restore(target, false);

        assertThat(fingerprint(target)).isEqualTo(before);
        assertThat(written.rows()).isEqualTo(5);
        assertThat(target.database()
                        .<Integer>inTenant(other, context -> context.fetchCount(DSL.table("casys.app_user"))))
                .isEqualTo(1);
    }

    @Test
    void theRestoredDatabaseIsAsIsolatedAsBefore() throws Exception {
        write(source);
        restore(target, false);

        try (var connection = target.migrator().dataSource().getConnection()) {
            Set<String> global = Set.of("tenant", "keyset_seal", "node", "learned_prior");
            assertThat(new IsolationCheck(connection).violations("casys", global))
                    .isEmpty();
            new Migrations(target.migrator(), connection).migrateCore();
        }
        Roles.requireHarmless(target.app());
        assertThat(target.database()
                        .<Integer>inTenant(TenantId.LOCAL, context -> context.fetchCount(DSL.table("casys.app_user"))))
                .isEqualTo(1);
    }

    @Test
    void schemasOfExtensionsComeAlong() throws Exception {
        migrate(source);
        source.database()
                .inTenant(
                        TenantId.LOCAL,
                        context -> context.execute(
                                "INSERT INTO casys_sample.note (tenant_id, text) VALUES ({0}, 'a'), ({0}, 'b')",
                                DSL.val(TenantId.LOCAL.value())));
        write(source);

        assertThatThrownBy(() -> restore(target, false))
                .isInstanceOf(CasysException.class)
                .hasMessageContaining("casys_sample");
        migrate(target);
        new Restore(target.migrator(), roles(target), List.of(EXTENSION)).read(file, false);

        assertThat(target.database().<Integer>inTenant(TenantId.LOCAL, context -> {
                    context.execute(
                            "INSERT INTO casys_sample.note (tenant_id, text) VALUES ({0}, 'c')",
                            DSL.val(TenantId.LOCAL.value()));
                    return context.fetchSingle("SELECT max(n) FROM casys_sample.note")
                            .get(0, Integer.class);
                }))
                .isEqualTo(3);
    }

    @Test
    void aBackupOfAnEarlierVersionTakesTheLaterStepsItself() throws Exception {
        migrate(source);
        source.database()
                .inTenant(
                        TenantId.LOCAL,
                        context -> context.execute(
                                "INSERT INTO casys_sample.note (tenant_id, text) VALUES ({0}, 'a')",
                                DSL.val(TenantId.LOCAL.value())));
        write(source);
        ExtensionSchema later = new ExtensionSchema(
                EXTENSION.name(),
                List.of(
                        new MigrationScript(
                                "V2__length.sql",
                                "ALTER TABLE casys_sample.note ADD COLUMN length int;"
                                        + "ALTER TABLE casys_sample.note NO FORCE ROW LEVEL SECURITY;"
                                        + "UPDATE casys_sample.note SET length = length(text);"
                                        + "ALTER TABLE casys_sample.note FORCE ROW LEVEL SECURITY;"),
                        EXTENSION.scripts().getFirst()),
                Set.of());

        new Restore(target.migrator(), roles(target), List.of(later)).read(file, false);

        assertThat(target.database()
                        .<Integer>inTenant(
                                TenantId.LOCAL,
                                context -> context.fetchSingle("SELECT length FROM casys_sample.note")
                                        .get(0, Integer.class)))
                .isEqualTo(1);
    }

    @Test
    void aDatabaseThatHoldsDataIsReplacedOnlyOnRequest() {
        write(source);
        addUser(target, TenantId.LOCAL, "precious");

        assertThatThrownBy(() -> restore(target, false)).isInstanceOfSatisfying(CasysException.class, e -> {
            assertThat(e.category()).isEqualTo(ErrorCategory.INVALID_INPUT);
            assertThat(e.getMessage()).contains("app_user");
        });
        assertThat(fingerprint(target)).contains("precious");

        restore(target, true);
        assertThat(fingerprint(target)).doesNotContain("precious");
    }

    @Test
    void aDamagedFileChangesNothing() throws IOException {
        write(source);
        addUser(target, TenantId.LOCAL, "precious");
        String before = fingerprint(target);
        Path whole = file;

        refuse(target, rewritten(whole, (name, content) -> name.contains("tenant") ? content + "x" : content));
        refuse(target, rewritten(whole, (name, content) -> name.contains("app_user") ? "" : content));
        refuse(target, rewritten(whole, (name, content) -> name.equals("manifest.json") ? "{" : content));
        refuse(target, rewritten(whole, (name, content) -> name.equals("manifest.json") ? "{\"format\":1}" : content));
        refuse(target, rewritten(whole, (name, content) -> name.equals("manifest.json") ? "{\"format\":2}" : content));
        refuse(
                target,
                rewritten(
                        whole,
                        (name, content) ->
                                name.equals("manifest.json") ? content.replace("app_user", "app_usher") : content));
        byte[] bytes = Files.readAllBytes(whole);
        refuse(target, Files.write(directory.resolve("cut.zip"), Arrays.copyOf(bytes, bytes.length / 2)));
        refuse(target, Files.writeString(directory.resolve("text.zip"), "no backup"));
        refuse(target, directory.resolve("missing.zip"));

        assertThat(fingerprint(target)).isEqualTo(before);
    }

    @Test
    void aBackupFromANewerProgramIsRefused() throws IOException {
        write(source);
        Path newer = rewritten(
                file,
                (name, content) -> name.equals("manifest.json")
                        ? content.replaceAll("\"version\" : \\d+", "\"version\" : 9999")
                        : content);

        assertThatThrownBy(() -> new Restore(target.migrator(), roles(target), List.of()).read(newer, true))
                .isInstanceOfSatisfying(CasysException.class, e -> {
                    assertThat(e.category()).isEqualTo(ErrorCategory.CONFIGURATION);
                    assertThat(e.getMessage()).contains("9999");
                });
    }

    @Test
    void theFileIsItsOwnersAndNoneIsOverwritten() throws IOException {
        write(source);

        if (DurableFiles.hasModes(file)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThatThrownBy(() -> write(source))
                .isInstanceOf(CasysException.class)
                .hasMessageContaining("exists");
        try (var names = Files.list(directory)) {
            assertThat(names).containsExactly(file);
        }
    }

    private void refuse(TestDatabase database, Path damaged) {
        assertThatThrownBy(() -> new Restore(database.migrator(), roles(database), List.of()).read(damaged, true))
                .isInstanceOfSatisfying(
                        CasysException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.INVALID_INPUT));
    }

    private Path rewritten(Path original, BiFunction<String, String, String> change) throws IOException {
        Path changed = Files.createTempFile(directory, "changed", ".zip");
        try (ZipFile zip = new ZipFile(original.toFile());
                OutputStream out = Files.newOutputStream(changed);
                ZipOutputStream rewritten = new ZipOutputStream(out)) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                String content = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                rewritten.putNextEntry(new ZipEntry(entry.getName()));
                rewritten.write(change.apply(entry.getName(), content).getBytes(StandardCharsets.UTF_8));
                rewritten.closeEntry();
            }
        }
        return changed;
    }

    private BackupManifest write(TestDatabase database) {
        return new Backup(roles(database)).write(file);
    }

    private void restore(TestDatabase database, boolean replace) {
        new Restore(database.migrator(), roles(database), List.of()).read(file, replace);
    }

    private static RoleAddresses roles(TestDatabase database) {
        return TestServer.shared().roles(database.migrator());
    }

    private static void migrate(TestDatabase database) throws Exception {
        try (var connection = database.migrator().dataSource().getConnection()) {
            new Migrations(database.migrator(), connection).migrateExtension(EXTENSION);
        }
    }

    private static void addUser(TestDatabase database, TenantId tenant, String name) {
        database.database()
                .inTenant(
                        tenant,
                        context -> context.execute(
                                "INSERT INTO casys.app_user (tenant_id, id, name) VALUES ({0}, gen_random_uuid(), {1})",
                                DSL.val(tenant.value()), DSL.val(name)));
    }

    private static String fingerprint(TestDatabase database) {
        return database.database()
                .asSystem(
                        "compare",
                        context -> context.fetch(
                                        "SELECT t::text FROM casys.tenant t UNION ALL SELECT u::text FROM casys.app_user u ORDER BY 1")
                                .getValues(0, String.class)
                                .toString());
    }

    static String isolated(String table, String columns) {
        return """
                CREATE TABLE casys_sample.%1$s (tenant_id uuid NOT NULL, %2$s);
                ALTER TABLE casys_sample.%1$s ENABLE ROW LEVEL SECURITY;
                ALTER TABLE casys_sample.%1$s FORCE ROW LEVEL SECURITY;
                CREATE POLICY tenant_isolation ON casys_sample.%1$s
                    USING (tenant_id = nullif(current_setting('casys.tenant', true), '')::uuid);
                GRANT SELECT, INSERT, UPDATE, DELETE ON casys_sample.%1$s TO casys_app;
                GRANT USAGE ON ALL SEQUENCES IN SCHEMA casys_sample TO casys_app;
                """.formatted(table, columns);
    }
}
