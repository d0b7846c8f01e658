// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import java.util.OptionalLong;

/** What a segment picks among the children of a node (RFC 9535, section 2.3). */
sealed interface Selector {

    /** The member of this name. */
    record Name(String name) implements Selector {}

    /** All children. */
    record Wildcard() implements Selector {}

    /** The element of this index; negative counts from the end. */
    record Index(long index) implements Selector {}

    /** Elements from start to end by step. */
    record Slice(OptionalLong start, OptionalLong end, long step) implements Selector {}

    /** The children for which the expression holds. */
    record Filter(Condition condition) implements Selector {}
}
