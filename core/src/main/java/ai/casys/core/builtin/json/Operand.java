// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What stands beside an operator or between the parentheses of a function. */
sealed interface Operand {

    /** A literal value. */
    record Literal(JsonNode value) implements Operand {}

    /** The nodes that a query finds. */
    record Nodes(Query query) implements Operand {}

    /** What a function answers. */
    record Function(FunctionName name, List<Operand> arguments) implements Operand {
        public Function {
            arguments = List.copyOf(arguments);
        }
    }

    /** The function extensions of RFC 9535, section 2.4, which are all there are. */
    enum FunctionName {
        LENGTH("length", 1),
        COUNT("count", 1),
        MATCH("match", 2),
        SEARCH("search", 2),
        VALUE("value", 1);

        private final String text;
        private final int arity;

        FunctionName(String text, int arity) {
            this.text = text;
            this.arity = arity;
        }

        String text() {
            return text;
        }

        int arity() {
            return arity;
        }

        /** Whether the answer is a truth value, not a JSON value. */
        boolean isLogical() {
            return switch (this) {
                case MATCH, SEARCH -> true;
                case LENGTH, COUNT, VALUE -> false;
            };
        }

        /** Whether the arguments are lists of nodes, not values. */
        boolean takesNodes() {
            return switch (this) {
                case COUNT, VALUE -> true;
                case LENGTH, MATCH, SEARCH -> false;
            };
        }
    }
}
