// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.RawJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.StringNode;

/** JSON values made without a tree. */
final class RawValues {

    private RawValues() {}

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
}
