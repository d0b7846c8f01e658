// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.spi;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The body of an HTTP request or response, in memory. Immutable; {@code toString} never shows the content. */
public final class Body {

    /** No body. */
    public static final Body EMPTY = new Body(new byte[0]);

    private final byte[] bytes;

    private Body(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A body of these bytes, which are copied. */
    public static Body of(byte[] bytes) {
        return new Body(Objects.requireNonNull(bytes, "bytes is null").clone());
    }

    /** A body of this text in UTF-8. */
    public static Body of(String text) {
        return new Body(Objects.requireNonNull(text, "text is null").getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes read as UTF-8; a sequence that is none becomes U+FFFD. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Body[" + bytes.length + " bytes]";
    }
}
