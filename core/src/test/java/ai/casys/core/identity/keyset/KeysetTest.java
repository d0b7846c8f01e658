// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.identity.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.settings.KeysetSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeysetTest {

    private static final byte[] CALLER = bytes("caller 1");
    private static final byte[] PLAIN = bytes("{\"round\":1}");

    @TempDir
    private Path home;

    private final Keyset keyset = Keyset.create();
    private final Sealer sealer = keyset.sealer();

    @Test
    void whatWasSealedOpensForTheSamePurposeAndOwnerOnly() {
        String sealed = sealer.seal("request-state", CALLER, PLAIN);

        assertThat(sealer.open("request-state", CALLER, sealed)).hasValue(PLAIN);
        assertThat(sealer.open("session", CALLER, sealed)).isEmpty();
        assertThat(sealer.open("request-state", bytes("caller 2"), sealed)).isEmpty();
        assertThat(Keyset.create().sealer().open("request-state", CALLER, sealed))
                .isEmpty();
        assertThat(sealed).matches("[A-Za-z0-9_-]+").doesNotContain("round");
    }

    @Test
    void noTwoSealsAreAlikeAndEmptyAndLargeTextsSurvive() {
        Set<String> seals = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            assertThat(seals.add(sealer.seal("p", CALLER, PLAIN))).isTrue();
        }
        byte[] large = new byte[3_000_000];
        new Random(1).nextBytes(large);
        assertThat(sealer.openBytes("p", CALLER, sealer.sealBytes("p", CALLER, large)))
                .hasValue(large);
        assertThat(sealer.open("p", new byte[0], sealer.seal("p", new byte[0], new byte[0])))
                .hasValue(new byte[0]);
    }

    @Test
    void everyChangedBitAndEveryShorterTextIsNoticed() {
        byte[] sealed = sealer.sealBytes("p", CALLER, PLAIN);
        for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(sealer.openBytes("p", CALLER, changed)).as("bit " + bit).isEmpty();
        }
        for (int length = 0; length < sealed.length; length++) {
            assertThat(sealer.openBytes("p", CALLER, Arrays.copyOf(sealed, length)))
                    .as("length " + length)
                    .isEmpty();
        }
        assertThat(sealer.openBytes("p", CALLER, Arrays.copyOf(sealed, sealed.length + 1)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "=", "AQ", "AQE", "!!!", "AX8", "\u0000", "AQ==AQ==", "gICA", "\uD83D\uDE00"})
    void anythingElseDoesNotOpenAndThrowsNothing(String text) {
        assertThat(sealer.open("p", CALLER, text)).isEmpty();
        assertThat(keyset.signer().verify("p", PLAIN, text)).isFalse();
    }

    @Test
    void randomBytesNeverOpen() {
        Random random = new Random(42);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            if (bytes.length > 1 && random.nextBoolean()) {
                bytes[0] = 1;
                bytes[1] = (byte) random.nextInt(60);
            }
            assertThat(sealer.openBytes("p", CALLER, bytes)).isEmpty();
        }
    }

    @Test
    void afterRotationOldSealsOpenAndOldTagsVerify() {
        String sealed = sealer.seal("p", CALLER, PLAIN);
        String tag = keyset.signer().tag("ids", PLAIN);
        Keyset rotated = keyset.withNewKey();

        assertThat(rotated.keyIds()).hasSize(2).contains(keyset.primaryId());
        assertThat(rotated.primaryId()).isNotEqualTo(keyset.primaryId());
        assertThat(rotated.sealer().open("p", CALLER, sealed)).hasValue(PLAIN);
        assertThat(rotated.signer().verify("ids", PLAIN, tag)).isTrue();
        assertThat(rotated.signer().tag("ids", PLAIN)).isNotEqualTo(tag);
        assertThat(sealer.open("p", CALLER, rotated.sealer().seal("p", CALLER, PLAIN)))
                .isEmpty();
    }

    @Test
    void tagsAreTheSameForTheSameAndDifferForEverythingElse() {
        String tag = keyset.signer().tag("ids", PLAIN);
        assertThat(keyset.signer().tag("ids", PLAIN)).isEqualTo(tag).hasSize(43);
        assertThat(keyset.signer().verify("ids", PLAIN, tag)).isTrue();
        assertThat(keyset.signer().verify("other", PLAIN, tag)).isFalse();
        assertThat(keyset.signer().verify("ids", CALLER, tag)).isFalse();
        assertThat(keyset.signer().verify("ids", PLAIN, tag.substring(1))).isFalse();
        assertThat(keyset.signer().verify("ids", PLAIN, tag + "=")).isFalse();
    }

    @Test
    void purposesAreNamesAndTheNumberOfKeysIsLimited() {
        assertThatThrownBy(() -> sealer.seal("Not a name", CALLER, PLAIN)).isInstanceOf(IllegalArgumentException.class);
        Keyset full = keyset;
        for (int i = 1; i < Keyset.MOST_KEYS; i++) {
            full = full.withNewKey();
        }
        assertThatThrownBy(full::withNewKey).isInstanceOf(IllegalArgumentException.class);
        assertThat(sealer.open("p", CALLER, sealer.seal("p", CALLER, PLAIN))).isPresent();
    }

    @Test
    void theFileIsItsOwnersAloneAndReadBackTheSame() throws IOException {
        KeysetPlace place = place(Optional.empty());
        assertThat(place.load()).isEmpty();
        place.save(keyset.withNewKey());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        Keyset read = place.load().orElseThrow();
        assertThat(read.keyIds()).hasSize(2);
        assertThat(read.sealer().open("p", CALLER, sealer.seal("p", CALLER, PLAIN)))
                .hasValue(PLAIN);
        try (var files = Files.list(home)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void theVariableHoldsTheSameTextOrItsBase64() {
        byte[] json = KeysetFormat.print(keyset);
        String sealed = sealer.seal("p", CALLER, PLAIN);
        for (String text : new String[] {
            new String(json, StandardCharsets.UTF_8),
            Base64.getEncoder().encodeToString(json),
            Base64.getMimeEncoder().encodeToString(json),
            Base64.getUrlEncoder().withoutPadding().encodeToString(json)
        }) {
            Keyset read = place(Optional.of(text)).load().orElseThrow();
            assertThat(read.sealer().open("p", CALLER, sealed)).hasValue(PLAIN);
        }
        assertThatThrownBy(() -> place(Optional.of("{}")).save(keyset)).hasMessageContaining("CASYS_KEYSET");
        assertThat(file()).doesNotExist();
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws IOException {
        place(Optional.empty()).save(keyset);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        refused(place(Optional.empty()), "chmod 600");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(place(Optional.empty()).load()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "null",
                "{",
                "{}",
                "{\"format\":2,\"primary\":\"a\",\"keys\":[]}",
                "{\"format\":1,\"primary\":\"a\",\"keys\":[]}",
                "{\"format\":1,\"primary\":\"a\",\"keys\":7}",
                "{\"format\":1,\"primary\":\"a\",\"keys\":[{\"id\":\"a\",\"created\":\"2026-01-01T00:00:00Z\",\"secret\":\"c2VjcmV0\"}]}",
                "{\"format\":1,\"primary\":\"a\",\"keys\":[{\"id\":\"A!\",\"created\":\"2026-01-01T00:00:00Z\",\"secret\":\"KEY\"}]}",
                "{\"format\":1,\"primary\":\"a\",\"keys\":[{\"id\":\"a\",\"created\":\"today\",\"secret\":\"KEY\"}]}",
                "{\"format\":1,\"primary\":\"b\",\"keys\":[{\"id\":\"a\",\"created\":\"2026-01-01T00:00:00Z\",\"secret\":\"KEY\"}]}",
                "{\"format\":1,\"primary\":\"a\",\"x\":1,\"keys\":[{\"id\":\"a\",\"created\":\"2026-01-01T00:00:00Z\",\"secret\":\"KEY\"}]}",
                "{\"format\":1,\"primary\":\"a\",\"keys\":[[\"KEY\"]]}",
                "{\"format\":1,\"primary\":\"a\",\"keys\":[{\"id\":\"a\",\"created\":\"2026-01-01T00:00:00Z\",\"secret\":\"KEY\"},{\"id\":\"a\",\"created\":\"2026-01-01T00:00:00Z\",\"secret\":\"KEY\"}]}",
                "KEY{\"format\":1}"
            })
    void aTextThatIsNoKeysetIsRefusedWithoutQuotingIt(String template) throws IOException {
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);
        String text = template.replace("KEY", secret);
        Files.writeString(file(), text);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
        CasysException refusal = refused(place(Optional.empty()), file().toString());
        assertThat(refusal.toString()).doesNotContain(secret, "c2VjcmV0", "nonsense");
        assertThat(refusal.getCause()).isNull();
        if (!text.isEmpty()) {
            assertThat(refused(place(Optional.of(text)), "CASYS_KEYSET")).hasNoCause();
        }
    }

    @Test
    void nothingShowsASecret() {
        String json = new String(KeysetFormat.print(keyset), StandardCharsets.UTF_8);
        String secret = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(keyset.primary().secret().getEncoded());
        assertThat(json).contains(secret);
        assertThat(keyset + " " + keyset.primary() + " " + new KeysetSettings(Optional.of(json)))
                .doesNotContain(secret)
                .contains(keyset.primaryId());
    }

    private KeysetPlace place(Optional<String> variable) {
        return KeysetPlace.of(home, new KeysetSettings(variable));
    }

    private Path file() {
        return home.resolve("keys.json");
    }

    private static CasysException refused(KeysetPlace place, String text) {
        CasysException[] found = new CasysException[1];
        assertThatThrownBy(place::load).isInstanceOfSatisfying(CasysException.class, e -> {
            assertThat(e.category()).isEqualTo(ErrorCategory.CONFIGURATION);
            assertThat(e.getMessage()).contains(text);
            found[0] = e;
        });
        return found[0];
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
