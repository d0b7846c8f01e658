// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.util.List;

/** Which tools {@code tools/list} shows; any tool can be called whether listed or not. */
public sealed interface Exposure {

    /** The meta-tools only. */
    record Meta() implements Exposure {}

    /** The meta-tools and every tool as {@code server__tool}. */
    record All() implements Exposure {}

    /** The meta-tools and the tools whose {@code server__tool} name matches one of the globs. */
    record Matching(List<String> globs) implements Exposure {
        public Matching {
            globs = List.copyOf(globs);
        }
    }

    /** The one server's tools under their own names, and nothing else. */
    record Plain() implements Exposure {}
}
