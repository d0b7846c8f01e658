// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The identifier of a JSON-RPC request: a string or an integer (MCP forbids {@code null} and fractions). */
public sealed interface RequestId {

    /** A string identifier. */
    record TextId(String value) implements RequestId {
        public TextId {
            Objects.requireNonNull(value, "value is null");
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /** An integer identifier. */
    record IntegerId(long value) implements RequestId {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** Reads an identifier, or a progress token, which has the same types; anything else is none. */
    static Optional<RequestId> parse(RawJson value) {
        Optional<String> text = value.text();
        if (text.isPresent()) {
            return Optional.of(new TextId(text.get()));
        }
        JsonNode node = value.tree();
        return node.isIntegralNumber() && node.canConvertToLong()
                ? Optional.of(new IntegerId(node.longValue()))
                : Optional.empty();
    }

    /** The identifier as a JSON value. */
    default RawJson toRawJson() {
        return switch (this) {
            case TextId text -> RawJson.ofTrusted(JsonText.quote(text.value()));
            case IntegerId integer ->
                RawJson.ofTrusted(Long.toString(integer.value()).getBytes(StandardCharsets.US_ASCII));
        };
    }
}
