// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.runs;

import java.util.Objects;
import java.util.Optional;

/**
 * Where in a JSON document a value is.
 *
 * @param place without what could be data: {@code issues[].id}; the same for every element of an array
 * @param pointer the exact place as JSON Pointer (RFC 6901); empty if it would have to name data, or leads nowhere
 */
public record Spot(String place, Optional<String> pointer) {

    /** The document itself. */
    public static final Spot WHOLE = new Spot("", Optional.of(""));

    public Spot {
        Objects.requireNonNull(place, "place is null");
        Objects.requireNonNull(pointer, "pointer is null");
    }

    /** @param name holds neither {@code ~} nor {@code /}, which a pointer would have to escape */
    public Spot member(String name) {
        return new Spot(place.isEmpty() ? name : place + "." + name, pointer.map(before -> before + "/" + name));
    }

    /** An element of the array here. */
    public Spot element(int index) {
        return new Spot(place + "[]", pointer.map(before -> before + "/" + index));
    }

    /** The same place, of which no exact one is known. */
    public Spot somewhere() {
        return new Spot(place, Optional.empty());
    }
}
