// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.identity.keyset;

import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;

/**
 * One key of the set. {@code toString} never shows the secret.
 *
 * @param id names the key in what it seals; 1 to 40 of {@code a-z 0-9 -}
 * @param created when it was made
 * @param secret 256 random bits
 */
record KeyEntry(String id, Instant created, SecretKey secret) {

    static final Pattern ID = Pattern.compile("[a-z0-9-]{1,40}");

    KeyEntry {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("the key id must be 1 to 40 of a-z 0-9 -");
        }
        Objects.requireNonNull(created, "created is null");
        Objects.requireNonNull(secret, "secret is null");
    }

    @Override
    public String toString() {
        return "KeyEntry[" + id + "]";
    }
}
