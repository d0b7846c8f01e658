// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.util.Objects;

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
}
