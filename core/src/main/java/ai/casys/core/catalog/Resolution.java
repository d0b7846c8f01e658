// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import java.util.List;
import java.util.Objects;

/** What a name that a client used stands for. */
public sealed interface Resolution {

    /** Exactly one tool. */
    record Found(CatalogTool tool) implements Resolution {
        public Found {
            Objects.requireNonNull(tool, "tool is null");
        }
    }

    /**
     * A plain tool name that several servers have.
     *
     * @param candidates at least two, by server; each can be named without doubt as {@code server__tool}
     */
    record Ambiguous(List<CatalogTool> candidates) implements Resolution {
        public Ambiguous {
            candidates = List.copyOf(candidates);
        }
    }

    /** A tool that is there but not offered until a person approves it. */
    record Withheld(WithheldTool tool) implements Resolution {
        public Withheld {
            Objects.requireNonNull(tool, "tool is null");
        }
    }

    /**
     * No tool.
     *
     * @param nearest listed names that look alike, best first, at most 3, perhaps none
     */
    record Unknown(List<String> nearest) implements Resolution {
        public Unknown {
            nearest = List.copyOf(nearest);
        }
    }
}
