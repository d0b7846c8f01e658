// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines and servers that are killed: nothing that was committed is lost, and the next start works. */
final class KilledEngineTest {

    @TempDir
    private Path directory;

    @Test
    void whatAKilledEngineSavedIsThereAndItsServerIsNotLeftBehind() throws Exception {
        Path home = directory.resolve("home");
        EngineProcess engine = EngineProcess.start(home, 1);
        int saved = engine.awaitSaved(20);
        assertThatThrownBy(() -> EmbeddedPostgres.start(options(home)))
                .hasMessageContaining("in use by another engine");
        assertThat(EmbeddedPostgres.running(options(home))).isPresent();
        saved = Math.max(saved, engine.kill());
        long orphan =
                PostmasterFile.read(options(home).dataDirectory()).orElseThrow().pid();
        assertThat(ProcessProbe.isPostmasterOf(orphan, options(home).dataDirectory()))
                .isTrue();

        assertThat(usersFrom(home, saved)).isTrue();
        assertThat(ProcessProbe.isPostmasterOf(orphan, options(home).dataDirectory()))
                .isFalse();
    }

    @Test
    @Tag("chaos")
    void killsAtRandomMomentsLoseNothing() throws Exception {
        Random random = new Random(20261123);
        Path home = directory.resolve("home");
        int saved = 0;
        for (int round = 0; round < 20; round++) {
            EngineProcess engine = EngineProcess.start(home, saved + 1);
            if (random.nextInt(3) == 0) {
                // In the middle of unpacking, initdb, start or migration.
                Thread.sleep(Duration.ofMillis(random.nextInt(4000)));
            } else {
                saved = Math.max(saved, engine.awaitSaved(1 + random.nextInt(50)));
            }
            boolean serverFirst = random.nextBoolean();
            if (serverFirst) {
                killServer(home);
                Thread.sleep(Duration.ofMillis(random.nextInt(300)));
            }
            saved = Math.max(saved, engine.kill());
            if (!serverFirst && random.nextBoolean()) {
                killServer(home);
            }
        }
        assertThat(saved).isPositive();
        assertThat(usersFrom(home, saved)).isTrue();
        assertThat(leftovers(home)).isEmpty();
    }

    /** Whether every user up to that number is there, asked through an engine of our own. */
    private static boolean usersFrom(Path home, int last) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options(home));
                Connection connection = server.address().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(DISTINCT name) FROM casys.app_user"
                        + " WHERE name LIKE 'user %' AND substr(name, 6)::int BETWEEN 1 AND " + last)) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(last);
            return true;
        }
    }

    private static void killServer(Path home) throws IOException {
        Path data = options(home).dataDirectory();
        PostmasterFile.read(data)
                .filter(file -> ProcessProbe.isPostmasterOf(file.pid(), data))
                .flatMap(file -> ProcessHandle.of(file.pid()))
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    private static String leftovers(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return String.join(
                    ",",
                    files.map(path -> path.getFileName().toString())
                            .filter(name -> name.startsWith("postgres-new-"))
                            .toList());
        }
    }

    private static EmbeddedOptions options(Path home) {
        return TestServer.durableOptions(home);
    }
}
