// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.identity.keyset.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.identity.keyset.Keyset;
import ai.casys.core.identity.keyset.KeysetPlace;
import ai.casys.core.settings.KeysetSettings;
import ai.casys.core.storage.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseKeysetTest {

    @TempDir
    private Path folder;

    private final TestDatabase database = TestDatabase.create();
    private final DatabaseKeyset shared = new DatabaseKeyset(database.database());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theFirstStartMakesAKeysetAndLaterOnesFindIt() throws IOException {
        KeysetPlace home = home("one");
        Keyset keyset = shared.open(home);
        assertThat(shared.open(home).keyIds()).isEqualTo(keyset.keyIds());
        assertThat(folder.resolve("one/keys.json")).exists();
    }

    @Test
    void aNodeWithAnotherKeysetIsRefusedAndOneWithTheSameIsNot() throws IOException {
        Keyset keyset = shared.open(home("one"));
        home("two").save(Keyset.create());
        refused(() -> shared.open(home("two")), keyset.primaryId(), "CASYS_KEYSET", "casys keys accept");

        String text = Files.readString(folder.resolve("one/keys.json"));
        assertThat(shared.open(KeysetPlace.of(folder, new KeysetSettings(Optional.of(text))))
                        .keyIds())
                .isEqualTo(keyset.keyIds());
    }

    @Test
    void aLostFileIsNotReplacedInSilence() throws IOException {
        Keyset keyset = shared.open(home("one"));
        Files.delete(folder.resolve("one/keys.json"));
        refused(() -> shared.open(home("one")), keyset.primaryId(), "keys.json", "casys keys accept");
        assertThat(folder.resolve("one/keys.json")).doesNotExist();

        assertThat(shared.accept(home("one"))).containsExactly(keyset.primaryId());
        assertThat(shared.open(home("one")).keyIds()).doesNotContain(keyset.primaryId());
        assertThat(shared.accept(home("one"))).isEmpty();
    }

    @Test
    void aKeysetOfTheSameIdsWithOtherSecretsIsRefused() throws IOException {
        Keyset keyset = shared.open(home("one"));
        Keyset other = Keyset.create();
        home("two").save(other);
        Path file = folder.resolve("two/keys.json");
        Files.writeString(file, Files.readString(file).replace(other.primaryId(), keyset.primaryId()));
        refused(() -> shared.open(home("two")), keyset.primaryId());
    }

    @Test
    void afterRotationEveryKeyThatWasInUseMustStayUntilItsLossIsAccepted() throws IOException {
        KeysetPlace home = home("one");
        Keyset first = shared.open(home);
        Keyset rotated = first.withNewKey();
        home.save(rotated);
        assertThat(shared.open(home).primaryId()).isEqualTo(rotated.primaryId());

        home("old").save(first);
        refused(() -> shared.open(home("old")), rotated.primaryId());
        assertThat(shared.open(home).keyIds()).hasSize(2);
    }

    @Test
    void nodesThatStartForTheFirstTimeAtOnceAgreeOnOneKeyset() throws Exception {
        List<Callable<Boolean>> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            KeysetPlace home = home("node" + i);
            starts.add(() -> {
                try {
                    shared.open(home);
                    return true;
                } catch (CasysException _) {
                    return false;
                }
            });
        }
        int started = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> start : threads.invokeAll(starts)) {
                started += start.get() ? 1 : 0;
            }
        }
        assertThat(started).isEqualTo(1);
    }

    private KeysetPlace home(String name) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        return KeysetPlace.of(home, KeysetSettings.DEFAULTS);
    }

    private static void refused(ThrowingCallable start, String... texts) {
        assertThatThrownBy(start).isInstanceOfSatisfying(CasysException.class, e -> {
            assertThat(e.category()).isEqualTo(ErrorCategory.CONFIGURATION);
            assertThat(e.category().exitCode()).isEqualTo(78);
            assertThat(e.getMessage()).contains(texts);
        });
    }
}
