// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.RawJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.node.StringNode;

/** What can be said of, and made from, JSON values without parsing them. */
final class RawValues {

    private RawValues() {}

    static boolean isObject(RawJson value) {
        return firstByte(value) == '{';
    }

    static boolean isArray(RawJson value) {
        return firstByte(value) == '[';
    }

    /** Whether the text occurs anywhere in the value as a JSON string without escapes, such as a member's name. */
    static boolean mentions(RawJson value, String text) {
        byte[] bytes = value.toByteArray();
        byte[] quoted = ('"' + text + '"').getBytes(StandardCharsets.UTF_8);
        for (int start = 0; start <= bytes.length - quoted.length; start++) {
            if (Arrays.equals(bytes, start, start + quoted.length, quoted, 0, quoted.length)) {
                return true;
            }
        }
        return false;
    }

    static RawJson text(String value) {
        return RawJson.of(StringNode.valueOf(value));
    }

    static RawJson number(long value) {
        return RawJson.ofTrusted(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
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
