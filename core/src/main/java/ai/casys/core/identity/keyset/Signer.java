// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.identity.keyset;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;

/**
 * Tags what is handed to clients and comes back, so that nobody can make up one: HMAC-SHA-256 under a key of its own for
 * each purpose. The same data has the same tag until the primary key changes; tags of older keys stay valid as long as
 * the key is in the set. Safe for any number of threads.
 */
public final class Signer {

    private static final String USE = "sign";
    private static final String ALGORITHM = "HmacSHA256";

    private final Keyset keyset;
    private final Subkeys subkeys;

    Signer(Keyset keyset, Subkeys subkeys) {
        this.keyset = keyset;
        this.subkeys = subkeys;
    }

    /**
     * The tag by the primary key.
     *
     * @param purpose what it is for, a constant of the program of 1 to 64 {@code a-z 0-9 . -}
     * @return 43 characters of base64url
     */
    public String tag(String purpose, byte[] data) {
        return tag(keyset.primary(), purpose, data);
    }

    /** Whether any key of the set made this tag; takes as long for a wrong one as for a right one. */
    public boolean verify(String purpose, byte[] data, String tag) {
        byte[] given = tag.getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (KeyEntry entry : keyset.keys().values()) {
            found |= MessageDigest.isEqual(tag(entry, purpose, data).getBytes(StandardCharsets.US_ASCII), given);
        }
        return found;
    }

    private String tag(KeyEntry entry, String purpose, byte[] data) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(subkeys.of(entry, USE, purpose));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(data));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
