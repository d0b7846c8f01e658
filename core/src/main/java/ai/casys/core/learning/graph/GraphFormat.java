// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.graph;

import java.util.Locale;
import java.util.Optional;

/** Forms in which a graph is exported. */
public enum GraphFormat {
    /** GraphML 1.0, for Gephi, yEd, NetworkX. */
    GRAPHML("application/graphml+xml"),
    /** An object with {@code nodes} and {@code edges}. */
    JSON("application/json"),
    /** The language of Graphviz. */
    DOT("text/vnd.graphviz");

    private final String mediaType;

    GraphFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** Its media type. */
    public String mediaType() {
        return mediaType;
    }

    /** The format that users call this. */
    public static Optional<GraphFormat> of(String text) {
        for (GraphFormat format : values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
