// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

/** How much two tools are alike, so that what was seen of one says something of the other. */
@FunctionalInterface
public interface ToolLikeness {

    /** Nothing is known of any tool. */
    ToolLikeness UNKNOWN = (_, _) -> 0;

    /**
     * @param one a tool's name
     * @param other another tool's name
     * @return 0 (nothing in common, or not known) to 1 (the same)
     */
    double between(String one, String other);
}
