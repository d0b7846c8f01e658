// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import java.util.List;

/** A logical expression in a filter (RFC 9535, section 2.3.5). */
sealed interface Condition {

    /** One of them holds. */
    record Or(List<Condition> parts) implements Condition {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /** All of them hold. */
    record And(List<Condition> parts) implements Condition {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** It does not hold. */
    record Not(Condition inner) implements Condition {}

    /** The query finds something. */
    record Exists(Query query) implements Condition {}

    /** A function of type LogicalType says so. */
    record Call(Operand.Function function) implements Condition {}

    /** Two values compare as the operator says. */
    record Comparison(Operand left, Operator operator, Operand right) implements Condition {}

    /** The comparison operators. */
    enum Operator {
        EQUAL("=="),
        NOT_EQUAL("!="),
        LESS_OR_EQUAL("<="),
        GREATER_OR_EQUAL(">="),
        LESS("<"),
        GREATER(">");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }
}
