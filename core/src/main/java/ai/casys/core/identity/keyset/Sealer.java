// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.identity.keyset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts what leaves the process and has to come back unchanged, or rests on a disk: AES-256-GCM under a key of its
 * own for each purpose and message. Safe for any number of threads.
 *
 * <p>Form: version 1, length and text of the key's id, 24 random bytes, ciphertext with tag. Of the random bytes the
 * first half goes into the derivation of the message's key and the second is the nonce, so the number of messages under
 * one key has no limit that anybody could reach, where plain AES-GCM with random nonces ends at 2^32 (NIST SP 800-38D
 * section 8.3).
 */
public final class Sealer {

    private static final byte VERSION = 1;
    private static final int RANDOM_BYTES = 24;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String USE = "seal";

    private final Keyset keyset;
    private final Subkeys subkeys;
    private final SecureRandom random = new SecureRandom();

    Sealer(Keyset keyset, Subkeys subkeys) {
        this.keyset = keyset;
        this.subkeys = subkeys;
    }

    /**
     * Seals with the primary key.
     *
     * @param purpose what it is for, a constant of the program of 1 to 64 {@code a-z 0-9 . -}; opens only for the same
     * @param associated what it belongs to, such as the caller's id; not contained, but opens only with the same
     * @return base64url without padding
     */
    public String seal(String purpose, byte[] associated, byte[] plain) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealBytes(purpose, associated, plain));
    }

    /** What was sealed; empty if it was sealed for something else, by an unknown key, or is not whole. */
    public Optional<byte[]> open(String purpose, byte[] associated, String sealed) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(sealed);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        return openBytes(purpose, associated, bytes);
    }

    /** As {@link #seal}, without the encoding as text. */
    public byte[] sealBytes(String purpose, byte[] associated, byte[] plain) {
        KeyEntry entry = keyset.primary();
        byte[] id = entry.id().getBytes(StandardCharsets.US_ASCII);
        byte[] fresh = new byte[RANDOM_BYTES];
        random.nextBytes(fresh);
        byte[] header = ByteBuffer.allocate(2 + id.length + RANDOM_BYTES)
                .put(VERSION)
                .put((byte) id.length)
                .put(id)
                .put(fresh)
                .array();
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, subkeys.of(entry, USE, purpose), fresh);
            cipher.updateAAD(header);
            cipher.updateAAD(associated);
            byte[] sealed = Arrays.copyOf(header, header.length + cipher.getOutputSize(plain.length));
            cipher.doFinal(plain, 0, plain.length, sealed, header.length);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256 in GCM", e);
        }
    }

    /** As {@link #open}, from {@link #sealBytes}. */
    public Optional<byte[]> openBytes(String purpose, byte[] associated, byte[] sealed) {
        if (sealed.length < 2 || sealed[0] != VERSION || sealed[1] < 1) {
            return Optional.empty();
        }
        int idLength = sealed[1];
        int headerLength = 2 + idLength + RANDOM_BYTES;
        if (sealed.length < headerLength + TAG_BITS / Byte.SIZE) {
            return Optional.empty();
        }
        String id = new String(sealed, 2, idLength, StandardCharsets.US_ASCII);
        KeyEntry entry = keyset.keys().get(id);
        if (entry == null) {
            return Optional.empty();
        }
        try {
            byte[] fresh = Arrays.copyOfRange(sealed, 2 + idLength, headerLength);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, subkeys.of(entry, USE, purpose), fresh);
            cipher.updateAAD(sealed, 0, headerLength);
            cipher.updateAAD(associated);
            return Optional.of(cipher.doFinal(sealed, headerLength, sealed.length - headerLength));
        } catch (AEADBadTagException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256 in GCM", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] fresh) throws GeneralSecurityException {
        SecretKey ofMessage = Subkeys.expand(key, Arrays.copyOf(fresh, RANDOM_BYTES - NONCE_BYTES), "AES");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, ofMessage, new GCMParameterSpec(TAG_BITS, fresh, RANDOM_BYTES - NONCE_BYTES, NONCE_BYTES));
        return cipher;
    }
}
