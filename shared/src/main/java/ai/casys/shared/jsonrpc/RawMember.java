// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.util.Arrays;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One member of a JSON object, found without taking the others apart: it can be read and replaced, and every other byte
 * stays as it is, white space and repeated names included. Of a repeated name the last value counts. Immutable.
 */
public final class RawMember {

    private final byte[] bytes;
    private final String name;
    private final int from;
    private final int to;
    private final int times;

    private RawMember(byte[] bytes, String name, int from, int to, int times) {
        this.bytes = bytes;
        this.name = name;
        this.from = from;
        this.to = to;
        this.times = times;
    }

    /**
     * Looks for a member.
     *
     * @param object valid JSON
     * @throws IllegalArgumentException if the value is not a JSON object
     */
    public static RawMember find(RawJson object, String name) {
        byte[] bytes = object.shared();
        if (firstOf(bytes, 0) >= bytes.length || bytes[firstOf(bytes, 0)] != '{') {
            throw new IllegalArgumentException("a JSON object is needed here");
        }
        if (!mayContain(bytes, name)) {
            return new RawMember(bytes, name, 0, 0, 0);
        }
        int from = 0;
        int to = 0;
        int times = 0;
        try (JsonParser parser = JsonSource.open(bytes)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean isIt = name.equals(parser.currentName());
                parser.nextToken();
                int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
                JsonSource.finishValue(parser);
                if (isIt) {
                    from = start;
                    to = Math.toIntExact(parser.currentLocation().getByteOffset());
                    times++;
                }
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a JSON object: " + e.getOriginalMessage(), e);
        }
        return new RawMember(bytes, name, from, to, times);
    }

    /** The value, if the object has such a member. */
    public Optional<RawJson> value() {
        return times == 0 ? Optional.empty() : Optional.of(RawJson.ofTrusted(Arrays.copyOfRange(bytes, from, to)));
    }

    /** The object with another value for this member; a new one comes first. */
    public RawJson with(RawJson value) {
        if (times > 1) {
            // Which of them a reader believes is not known, so only one is left.
            return RawObject.of(RawJson.ofTrusted(bytes)).with(name, value).toRawJson();
        }
        byte[] inserted = value.shared();
        if (times == 1) {
            return joined(from, inserted, to);
        }
        int inside = firstOf(bytes, 0) + 1;
        boolean isEmpty = bytes[firstOf(bytes, inside)] == '}';
        byte[] quoted = JsonText.quote(name);
        byte[] member = Arrays.copyOf(quoted, quoted.length + inserted.length + (isEmpty ? 1 : 2));
        member[quoted.length] = ':';
        System.arraycopy(inserted, 0, member, quoted.length + 1, inserted.length);
        if (!isEmpty) {
            member[member.length - 1] = ',';
        }
        return joined(inside, member, inside);
    }

    private RawJson joined(int head, byte[] middle, int tail) {
        byte[] all = Arrays.copyOf(bytes, head + middle.length + bytes.length - tail);
        System.arraycopy(middle, 0, all, head, middle.length);
        System.arraycopy(bytes, tail, all, head + middle.length, bytes.length - tail);
        return RawJson.ofTrusted(all);
    }

    /** Whether the name stands somewhere, or possibly does, spelt with escapes; most objects are let go by this. */
    private static boolean mayContain(byte[] bytes, String name) {
        if (!JsonText.isPlain(name)) {
            return true;
        }
        byte[] quoted = JsonText.quote(name);
        boolean hasSlash = name.indexOf('/') >= 0;
        for (int at = 0; at < bytes.length; at++) {
            byte letter = bytes[at];
            if (letter == '\\' && at + 1 < bytes.length) {
                at++;
                if (bytes[at] == 'u' || (hasSlash && bytes[at] == '/')) {
                    return true;
                }
            } else if (letter == '"'
                    && at + quoted.length <= bytes.length
                    && Arrays.equals(bytes, at, at + quoted.length, quoted, 0, quoted.length)) {
                return true;
            }
        }
        return false;
    }

    /** The first place from there on that is no white space. */
    private static int firstOf(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n' || bytes[at] == '\r')) {
            at++;
        }
        return at;
    }
}
