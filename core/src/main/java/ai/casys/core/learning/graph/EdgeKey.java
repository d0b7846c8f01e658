// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.graph;

import ai.casys.core.catalog.ToolKey;
import java.util.Comparator;
import java.util.Objects;

/**
 * What tells an edge from others.
 *
 * @param output of a flow: where in the first one's result, such as {@code issues[].id}; otherwise empty
 * @param argument of a flow: which argument of the second, such as {@code issue_id}; otherwise empty
 */
public record EdgeKey(EdgeKind kind, ToolKey from, ToolKey to, String output, String argument)
        implements Comparable<EdgeKey> {

    private static final Comparator<EdgeKey> ORDER = Comparator.comparing(EdgeKey::from)
            .thenComparing(EdgeKey::to)
            .thenComparing(EdgeKey::kind)
            .thenComparing(EdgeKey::output)
            .thenComparing(EdgeKey::argument);

    public EdgeKey {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(from, "from is null");
        Objects.requireNonNull(to, "to is null");
        Objects.requireNonNull(output, "output is null");
        Objects.requireNonNull(argument, "argument is null");
        if (kind == EdgeKind.SEQUENCE && (!output.isEmpty() || !argument.isEmpty())) {
            throw new IllegalArgumentException("a sequence carries no value");
        }
    }

    /** The first before the second. */
    public static EdgeKey sequence(ToolKey from, ToolKey to) {
        return new EdgeKey(EdgeKind.SEQUENCE, from, to, "", "");
    }

    /** A value from the first to the second. */
    public static EdgeKey flow(ToolKey from, ToolKey to, String output, String argument) {
        return new EdgeKey(EdgeKind.FLOW, from, to, output, argument);
    }

    @Override
    public int compareTo(EdgeKey other) {
        return ORDER.compare(this, other);
    }
}
