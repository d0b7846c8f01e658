// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One complete JSON value as UTF-8 bytes, passed on untouched. The gateway parses such a value only where it has to
 * look inside; what it does not know therefore survives. Immutable and safe for any number of threads.
 */
public final class RawJson {

    /** The empty object. */
    public static final RawJson EMPTY_OBJECT = ofTrusted("{}".getBytes(StandardCharsets.UTF_8));

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final byte[] bytes;

    private RawJson(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Wraps bytes that are already known to be one valid JSON value, without copying or checking them. The caller gives
     * the array away.
     */
    public static RawJson ofTrusted(byte[] bytes) {
        return new RawJson(Objects.requireNonNull(bytes, "bytes is null"));
    }

    /**
     * Checks and wraps a JSON text.
     *
     * @throws IllegalArgumentException if the text is not one complete JSON value
     */
    public static RawJson parse(String text) {
        return of(readTree(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Serialises a tree. */
    public static RawJson of(JsonNode tree) {
        return new RawJson(MAPPER.writeValueAsBytes(tree));
    }

    /** The value as a tree that the caller may keep; parsed anew at each call. */
    public JsonNode tree() {
        return readTree(bytes);
    }

    /** The text, if the value is a string. */
    public Optional<String> text() {
        if (!startsWith('"')) {
            return Optional.empty();
        }
        boolean isPlain = bytes[0] == '"' && bytes[bytes.length - 1] == '"';
        for (int at = 1; isPlain && at < bytes.length - 1; at++) {
            isPlain = bytes[at] != '\\' && bytes[at] != '"';
        }
        return Optional.of(
                isPlain ? new String(bytes, 1, bytes.length - 2, StandardCharsets.UTF_8) : tree().asString());
    }

    /** Whether the value is an object. */
    public boolean isObject() {
        return startsWith('{');
    }

    /** Whether the value is an array. */
    public boolean isArray() {
        return startsWith('[');
    }

    /** Whether the value is {@code null}. */
    public boolean isNull() {
        return startsWith('n');
    }

    /** Whether the text occurs anywhere in the value as a JSON string without escapes, such as a member's name. */
    public boolean mentions(String text) {
        byte[] quoted = ('"' + text + '"').getBytes(StandardCharsets.UTF_8);
        for (int start = 0; start <= bytes.length - quoted.length; start++) {
            if (bytes[start] == '"' && Arrays.equals(bytes, start, start + quoted.length, quoted, 0, quoted.length)) {
                return true;
            }
        }
        return false;
    }

    /** Size in bytes. */
    public int size() {
        return bytes.length;
    }

    /** Writes the bytes as they are. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** The bytes themselves, for readers of this package that change nothing. */
    byte[] shared() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawJson raw && Arrays.equals(bytes, raw.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The JSON text. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private boolean startsWith(char first) {
        int at = 0;
        while (at < bytes.length && bytes[at] <= ' ' && bytes[at] >= 0) {
            at++;
        }
        return at < bytes.length && bytes[at] == first;
    }

    private static JsonNode readTree(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (DatabindException e) {
            // Its own text names classes of the library.
            throw new IllegalArgumentException("not a JSON value: something follows its end", e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a JSON value: " + e.getOriginalMessage(), e);
        }
    }
}
