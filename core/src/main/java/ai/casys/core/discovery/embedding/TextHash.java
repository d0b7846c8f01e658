// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The first 128 bits of a text's SHA-256: enough that no two texts of a catalogue share one, even on purpose. */
public record TextHash(long high, long low) {

    /** Bytes of one. */
    public static final int BYTES = 16;

    /** The hash of a text. */
    public static TextHash of(String text) {
        try {
            return of(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)), 0);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * The one that was {@link #bytes}.
     *
     * @throws IllegalArgumentException if there are fewer than {@value #BYTES} bytes from {@code offset} on
     */
    public static TextHash of(byte[] bytes, int offset) {
        if (bytes.length - offset < BYTES) {
            throw new IllegalArgumentException("a text hash has " + BYTES + " bytes, not " + (bytes.length - offset));
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, BYTES);
        return new TextHash(buffer.getLong(), buffer.getLong());
    }

    /** Its bytes. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }
}
