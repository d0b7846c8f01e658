// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.identity.TenantId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgresTest {

    @TempDir
    private Path directory;

    private EmbeddedOptions options;

    @BeforeEach
    void chooseHome() {
        options = TestServer.quickOptions(directory.resolve("home"));
    }

    @Test
    @Tag("slow")
    void whatWasSavedIsThereAfterARestart() {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options)) {
            TestServer.execute(server.address(), "CREATE TABLE t (x int)", "INSERT INTO t VALUES (1)");
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options)) {
            TestServer.execute(server.address(), "SELECT 1 / count(*) FROM t");
        }
    }

    @Test
    void aKilledServerIsBackOnTheSamePortAndTheDatabaseWorksAgain() throws InterruptedException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options);
                Database database = Database.open(Storage.prepare(server.address(), Optional.empty()), 3)) {
            database.check();
            for (int round = 0; round < 3; round++) {
                long killed = server.pid();
                kill(killed);
                eventually(() -> server.pid() != killed && works(database));
            }
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void aServerLeftBehindByADeadEngineIsStoppedFirst() throws Exception {
        Postmaster orphan = startWithoutEngine();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options)) {
            TestServer.execute(server.address(), "SELECT 1");
            assertThat(orphan.isAlive()).isFalse();
            assertThat(server.pid()).isNotEqualTo(orphan.pid());
        }
    }

    @Test
    @Tag("slow")
    void aKilledServerThatNobodyReapsIsNotTakenForALiveOne() throws Exception {
        assumeTrue(OperatingSystem.current() == OperatingSystem.LINUX, "zombies are looked at in /proc");
        EmbeddedPostgres.start(options).close();
        PostgresBinaries binaries = PostgresBinaries.unpacked(options.cache());
        PostgresUser user = PostgresUser.choose(binaries, options.home());
        // The shell becomes sleep, which never reaps the server that it is the parent of.
        List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\" & exec sleep 300", "sh"));
        command.addAll(user.command(List.of(
                binaries.program("postgres").toString(),
                "-D",
                options.dataDirectory().toString())));
        Process parent = Commands.builder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            eventually(() -> readyPid() > 0);
            long pid = readyPid();
            kill(pid);
            eventually(() -> !ProcessProbe.isPostmasterOf(pid, options.dataDirectory()));
            assertThat(Files.exists(Path.of("/proc", Long.toString(pid)))).isTrue();

            try (EmbeddedPostgres server = EmbeddedPostgres.start(options)) {
                TestServer.execute(server.address(), "SELECT 1");
            }
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    @Test
    @Tag("slow")
    void aLockFileWhoseNumberAnotherProgramHasNowDoesNotHinder() throws Exception {
        Postmaster killed = startWithoutEngine();
        String file = Files.readString(PostmasterFile.path(options.dataDirectory()));
        kill(killed.pid());
        killed.awaitEnd();
        Process other = new ProcessBuilder("sleep", "300").start();
        try {
            Files.writeString(
                    PostmasterFile.path(options.dataDirectory()), other.pid() + file.substring(file.indexOf('\n')));
            try (EmbeddedPostgres server = EmbeddedPostgres.start(options)) {
                TestServer.execute(server.address(), "SELECT 1");
            }
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    @Tag("slow")
    void anEmptyLockFileDoesNotHinder() throws IOException {
        EmbeddedPostgres.start(options).close();
        Files.writeString(PostmasterFile.path(options.dataDirectory()), "");

        try (EmbeddedPostgres server = EmbeddedPostgres.start(options)) {
            TestServer.execute(server.address(), "SELECT 1");
        }
    }

    @Test
    @Tag("slow")
    void whatAnInterruptedFirstStartLeftIsCleared() throws IOException {
        Path half = options.home().resolve("postgres-new-123").resolve("data");
        Files.createDirectories(half);
        Files.writeString(half.resolve("PG_VERSION"), "18");
        Files.createDirectories(options.cache().resolve("unpacking-123").resolve("bin"));

        EmbeddedPostgres.start(options).close();

        assertThat(half.getParent()).doesNotExist();
    }

    @Test
    @Tag("slow")
    void severalStartersUnpackTheSameProgramsAtOnce() throws Exception {
        Path cache = directory.resolve("cache");
        Path abandoned = cache.resolve("unpacking-1");
        Files.createDirectories(abandoned.resolve("bin"));
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        try (var starters = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<PostgresBinaries>> three = Collections.nCopies(3, () -> PostgresBinaries.unpacked(cache));
            for (Future<PostgresBinaries> starter : starters.invokeAll(three)) {
                assertThat(starter.get().majorVersion()).isEqualTo("18");
            }
        }

        assertThat(PostgresBinaries.unpacked(cache).majorVersion()).isEqualTo("18");
        try (var entries = Files.list(cache)) {
            assertThat(entries).hasSize(1);
        }
    }

    @Test
    void twoEnginesDoNotShareAHome() {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(options))
                    .isInstanceOfSatisfying(CasysException.class, e -> {
                        assertThat(e.category()).isEqualTo(ErrorCategory.CONFIGURATION);
                        assertThat(e.getMessage())
                                .contains("in use by another engine")
                                .contains(Long.toString(ProcessHandle.current().pid()));
                    });
            assertThat(server.isAlive()).isTrue();
            assertThat(EmbeddedPostgres.running(options))
                    .hasValueSatisfying(address -> assertThat(address.hosts())
                            .isEqualTo(server.address().hosts()));
        }
        assertThat(EmbeddedPostgres.running(options)).isEmpty();
    }

    @Test
    void dataOfAnotherMajorVersionAreLeftAloneAndTheWayOutIsNamed() throws IOException {
        EmbeddedPostgres.start(options).close();
        Files.writeString(options.dataDirectory().resolve("PG_VERSION"), "17\n");

        assertThatThrownBy(() -> EmbeddedPostgres.start(options)).isInstanceOfSatisfying(CasysException.class, e -> {
            assertThat(e.category()).isEqualTo(ErrorCategory.CONFIGURATION);
            assertThat(e.getMessage()).contains("PostgreSQL 17", "casys backup", "casys restore");
        });
        assertThat(HomeLock.isHeld(options.home())).isFalse();
    }

    @Test
    @Tag("slow")
    void aBrokenConfigurationIsShownWithWhatTheServerSaid() throws IOException {
        EmbeddedPostgres.start(options).close();
        Files.writeString(options.dataDirectory().resolve("custom.conf"), "no_such_setting = 1\n");

        assertThatThrownBy(() -> EmbeddedPostgres.start(options))
                .isInstanceOf(CasysException.class)
                .hasMessageContaining("no_such_setting");
    }

    @Test
    @Tag("slow")
    void theProductsOwnOptionsMakeASafeServer() throws Exception {
        EmbeddedOptions durable = TestServer.durableOptions(directory.resolve("durable"));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(durable)) {
            assertThat(setting(server.address(), "fsync")).isEqualTo("on");
            assertThat(setting(server.address(), "data_checksums")).isEqualTo("on");
            assertThat(setting(server.address(), "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(setting(server.address(), "unix_socket_directories")).isEmpty();
            assertThatThrownBy(() -> server.address()
                            .as(EmbeddedPostgres.SUPERUSER, "wrong")
                            .dataSource()
                            .getConnection())
                    .hasMessageContaining("password");
            if (DurableFiles.hasModes(durable.passwordFile())) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(durable.passwordFile())))
                        .isEqualTo("rw-------");
            }
            assertThat(server.address().toString()).doesNotContain(Files.readString(durable.passwordFile()));
            try (var names = Files.list(durable.home())) {
                assertThat(names.map(path -> path.getFileName().toString()))
                        .doesNotContain("password")
                        .noneMatch(name -> name.startsWith("postgres-new-"));
            }
        }
    }

    @Test
    @Tag("slow")
    void rootBecomesNobodyWhereNamespacesAreForbidden() throws Exception {
        PostgresBinaries binaries = PostgresBinaries.unpacked(options.cache());
        assumeTrue(
                !PostgresUser.choose(binaries, directory).command(List.of()).isEmpty() && Commands.exists("setpriv"),
                "needs root and setpriv");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = Files.createDirectory(directory.resolve("open"));
        EmbeddedOptions open =
                new EmbeddedOptions(home, options.cache(), false, Optional.empty(), Duration.ofMinutes(1));
        PostgresUser nobody = PostgresUser.nobody();
        DataDirectory data = new DataDirectory(open, binaries, nobody);
        data.prepare(freePort());
        BoundedLog log = new BoundedLog(home.resolve("log"), 1 << 20);
        Postmaster first = Postmaster.start(binaries, nobody, data.path(), log, Duration.ofMinutes(1));
        kill(first.pid());
        first.awaitEnd();
        Postmaster.releaseStaleLock(data.path(), nobody);
        Postmaster second = Postmaster.start(binaries, nobody, data.path(), log, Duration.ofMinutes(1));
        assertThat(second.isAlive()).isTrue();
        assertThat(Files.getAttribute(Path.of("/proc", Long.toString(second.pid())), "unix:uid"))
                .isEqualTo(PostgresUser.NOBODY);
        assertThat(Postmaster.stop(binaries, nobody, data.path())).isTrue();
        second.awaitEnd();
    }

    private Postmaster startWithoutEngine() throws IOException {
        PostgresBinaries binaries = PostgresBinaries.unpacked(options.cache());
        Files.createDirectories(options.home());
        PostgresUser user = PostgresUser.choose(binaries, options.home());
        DataDirectory data = new DataDirectory(options, binaries, user);
        data.prepare(freePort());
        return Postmaster.start(
                binaries,
                user,
                data.path(),
                new BoundedLog(directory.resolve("orphan.log"), 1 << 20),
                Duration.ofMinutes(1));
    }

    private long readyPid() {
        try {
            return PostmasterFile.read(options.dataDirectory())
                    .filter(PostmasterFile::ready)
                    .map(PostmasterFile::pid)
                    .orElse(0L);
        } catch (IOException _) {
            return 0;
        }
    }

    private static boolean works(Database database) {
        try {
            return database.<Integer>inTenant(
                            TenantId.LOCAL,
                            context -> context.fetchSingle("SELECT 1").get(0, Integer.class))
                    == 1;
        } catch (CasysException e) {
            assertThat(e.category()).isEqualTo(ErrorCategory.UNAVAILABLE);
            return false;
        }
    }

    private static String setting(ConnectionAddress address, String name) throws Exception {
        try (var connection = address.dataSource().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("deadline").isBefore(deadline);
            Thread.sleep(Duration.ofMillis(20));
        }
    }
}
