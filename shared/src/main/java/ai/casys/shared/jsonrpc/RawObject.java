// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A JSON object whose members stay raw: one member can be replaced while all others keep their bytes and their order.
 * Immutable. Of a repeated name the last value counts, as with most readers.
 */
public final class RawObject {

    /** The object without members. */
    public static final RawObject EMPTY = new RawObject(new LinkedHashMap<>());

    private final SequencedMap<String, RawJson> members;

    private RawObject(SequencedMap<String, RawJson> members) {
        this.members = members;
    }

    /**
     * Splits an object into its members.
     *
     * @throws IllegalArgumentException if the value is not a JSON object
     */
    public static RawObject of(RawJson value) {
        byte[] bytes = value.shared();
        SequencedMap<String, RawJson> members = new LinkedHashMap<>();
        try (JsonParser parser = JsonSource.open(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a JSON object is needed here");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                members.put(name, RawJson.ofTrusted(JsonSource.copyValue(parser, bytes)));
            }
            return new RawObject(members);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a JSON object: " + e.getOriginalMessage(), e);
        }
    }

    /** The member of that name. */
    public Optional<RawJson> get(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /** The names of the members, in their order. */
    public List<String> names() {
        return List.copyOf(members.keySet());
    }

    /** The same object with one member set; a new member goes to the end. */
    public RawObject with(String name, RawJson value) {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(value, "value is null");
        SequencedMap<String, RawJson> copy = new LinkedHashMap<>(members);
        copy.put(name, value);
        return new RawObject(copy);
    }

    /** The same object with one text member set. */
    public RawObject with(String name, String value) {
        return with(name, RawJson.ofTrusted(JsonText.quote(value)));
    }

    /** The same object without the member of that name. */
    public RawObject without(String name) {
        SequencedMap<String, RawJson> copy = new LinkedHashMap<>(members);
        copy.remove(name);
        return new RawObject(copy);
    }

    /** The object as one JSON value. */
    public RawJson toRawJson() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write('{');
        for (Map.Entry<String, RawJson> member : members.entrySet()) {
            if (out.size() > 1) {
                out.write(',');
            }
            out.writeBytes(JsonText.quote(member.getKey()));
            out.write(':');
            out.writeBytes(member.getValue().shared());
        }
        out.write('}');
        return RawJson.ofTrusted(out.toByteArray());
    }
}
