// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.identity.keyset;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Keys for one purpose each, derived by HKDF with SHA-256 (RFC 5869) and remembered: purposes are constants of the
 * program, so there are few. Safe for any number of threads.
 */
final class Subkeys {

    private static final Pattern PURPOSE = Pattern.compile("[a-z0-9.-]{1,64}");
    private static final byte[] SALT = "casys keyset 1".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BYTES = 32;

    private final Map<Place, SecretKey> derived = new ConcurrentHashMap<>();

    private record Place(String keyId, String use, String purpose) {}

    /**
     * The key of a use, such as sealing, and a purpose.
     *
     * @throws IllegalArgumentException if the purpose is not 1 to 64 of {@code a-z 0-9 . -}
     */
    SecretKey of(KeyEntry entry, String use, String purpose) {
        if (!PURPOSE.matcher(purpose).matches()) {
            throw new IllegalArgumentException("the purpose must be 1 to 64 of a-z 0-9 . - but is: " + purpose);
        }
        return derived.computeIfAbsent(new Place(entry.id(), use, purpose), _ -> derive(entry, use, purpose));
    }

    private static SecretKey derive(KeyEntry entry, String use, String purpose) {
        byte[] info = (use + " " + purpose).getBytes(StandardCharsets.US_ASCII);
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "Generic",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(entry.secret())
                                    .addSalt(SALT)
                                    .thenExpand(info, KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK from 25 on has HKDF-SHA256", e);
        }
    }

    /** A key for one message of a purpose. */
    static SecretKey expand(SecretKey key, byte[] info, String algorithm) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(algorithm, HKDFParameterSpec.expandOnly(key, info, KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK from 25 on has HKDF-SHA256", e);
        }
    }
}
