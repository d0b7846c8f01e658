// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.RawJson;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** What can be said of, and made from, JSON values without parsing them. */
final class RawValues {

    private RawValues() {}

    static boolean isObject(RawJson value) {
        return firstByte(value) == '{';
    }

    static RawJson array(List<RawJson> elements) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write('[');
        for (RawJson element : elements) {
            if (out.size() > 1) {
                out.write(',');
            }
            out.writeBytes(element.toByteArray());
        }
        out.write(']');
        return RawJson.ofTrusted(out.toByteArray());
    }

    private static byte firstByte(RawJson value) {
        for (byte letter : value.toByteArray()) {
            if (letter > ' ') {
                return letter;
            }
        }
        throw new IllegalArgumentException("a JSON value is not blank");
    }
}
