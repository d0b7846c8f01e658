// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A node and where it was found. The way there is kept as a chain, because most nodes that a query passes are never
 * shown.
 */
record FoundNode(JsonNode value, Optional<FoundNode> parent, String step) {

    static FoundNode root(JsonNode value) {
        return new FoundNode(value, Optional.empty(), "$");
    }

    FoundNode member(String name, JsonNode child) {
        return new FoundNode(child, Optional.of(this), quoted(name));
    }

    FoundNode element(long index, JsonNode child) {
        return new FoundNode(child, Optional.of(this), "[" + index + "]");
    }

    /** The normalized path (RFC 9535, section 2.7). */
    String path() {
        StringBuilder path = new StringBuilder(step);
        for (Optional<FoundNode> node = parent;
                node.isPresent();
                node = node.get().parent()) {
            path.insert(0, node.get().step());
        }
        return path.toString();
    }

    private static String quoted(String name) {
        StringBuilder text = new StringBuilder("['");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            int known = "\b\f\n\r\t'\\".indexOf(c);
            if (known >= 0) {
                text.append('\\').append("bfnrt'\\".charAt(known));
            } else if (c < ' ') {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append("']").toString();
    }
}
