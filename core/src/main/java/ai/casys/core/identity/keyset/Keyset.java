// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.identity.keyset;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of an installation: one is the primary, with which everything new is sealed and signed; the others still open
 * and verify what they sealed and signed before. A secret is never used itself, only keys derived from it for one purpose
 * each. Immutable and safe for any number of threads; {@code toString} names keys and shows none.
 */
public final class Keyset {

    /** More than this, and the oldest has to be retired before a new one is added. */
    public static final int MOST_KEYS = 16;

    static final int KEY_BYTES = 32;

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);
    private static final int SUFFIX_BYTES = 4;

    private final Map<String, KeyEntry> keys;
    private final KeyEntry primary;
    private final Sealer sealer;
    private final Signer signer;

    private Keyset(Map<String, KeyEntry> keys, KeyEntry primary) {
        this.keys = Collections.unmodifiableMap(keys);
        this.primary = primary;
        Subkeys subkeys = new Subkeys();
        this.sealer = new Sealer(this, subkeys);
        this.signer = new Signer(this, subkeys);
    }

    /**
     * A set of these keys, in this order.
     *
     * @throws IllegalArgumentException if there are none or too many, two have the same id, or none is the primary
     */
    static Keyset of(List<KeyEntry> entries, String primaryId) {
        if (entries.isEmpty() || entries.size() > MOST_KEYS) {
            throw new IllegalArgumentException("a keyset holds 1 to " + MOST_KEYS + " keys");
        }
        Map<String, KeyEntry> keys = new LinkedHashMap<>();
        for (KeyEntry entry : entries) {
            if (keys.put(entry.id(), entry) != null) {
                throw new IllegalArgumentException("two keys have the id " + entry.id());
            }
        }
        KeyEntry primary = keys.get(primaryId);
        if (primary == null) {
            throw new IllegalArgumentException("the primary key is not among the keys");
        }
        return new Keyset(keys, primary);
    }

    /** A new set of one random key. */
    public static Keyset create() {
        KeyEntry entry = newEntry();
        return of(List.of(entry), entry.id());
    }

    /**
     * This set with one more random key, which is the primary from now on.
     *
     * @throws IllegalArgumentException if there are {@value #MOST_KEYS} already
     */
    public Keyset withNewKey() {
        List<KeyEntry> entries = new ArrayList<>(keys.values());
        KeyEntry entry = newEntry();
        entries.add(entry);
        return of(entries, entry.id());
    }

    /** The ids of all keys, oldest entry first. */
    public Set<String> keyIds() {
        return keys.keySet();
    }

    /** The id of the key that seals and signs what is new. */
    public String primaryId() {
        return primary.id();
    }

    /** Encrypts and opens. */
    public Sealer sealer() {
        return sealer;
    }

    /** Signs and verifies. */
    public Signer signer() {
        return signer;
    }

    Map<String, KeyEntry> keys() {
        return keys;
    }

    KeyEntry primary() {
        return primary;
    }

    private static KeyEntry newEntry() {
        SecureRandom random = new SecureRandom();
        byte[] suffix = new byte[SUFFIX_BYTES];
        random.nextBytes(suffix);
        byte[] secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        Instant now = Instant.now();
        return new KeyEntry(DAY.format(now) + "-" + HexFormat.of().formatHex(suffix), now, secretKey(secret));
    }

    static SecretKey secretKey(byte[] secret) {
        return new SecretKeySpec(Objects.requireNonNull(secret, "secret is null"), "Generic");
    }

    @Override
    public String toString() {
        return "Keyset[" + String.join(", ", keys.keySet()) + "; primary " + primary.id() + "]";
    }
}
