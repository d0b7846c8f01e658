// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Takes JSON arrays apart without touching the bytes of their elements. */
public final class RawArray {

    private RawArray() {}

    /**
     * The elements in their order.
     *
     * @throws IllegalArgumentException if the value is not a JSON array
     */
    public static List<RawJson> elements(RawJson value) {
        byte[] bytes = value.toByteArray();
        List<RawJson> elements = new ArrayList<>();
        try (JsonParser parser = JsonSource.open(bytes)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IllegalArgumentException("a JSON array is needed here");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(RawJson.ofTrusted(JsonSource.copyValue(parser, bytes)));
            }
            return List.copyOf(elements);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a JSON array: " + e.getOriginalMessage(), e);
        }
    }
}
