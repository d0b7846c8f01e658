// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.graph;

/** What an edge from one tool to another says. */
public enum EdgeKind {
    /** Both succeeded in one piece of work, the first before the second. */
    SEQUENCE("sequence"),
    /** A value of the first one's result was an argument of the second. */
    FLOW("flow");

    private final String text;

    EdgeKind(String text) {
        this.text = text;
    }

    /** As it is stored and exported. */
    public String text() {
        return text;
    }

    /** The kind that is stored as this text. */
    public static EdgeKind of(String text) {
        for (EdgeKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of edge is called \"" + text + "\"");
    }
}
