// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import java.util.List;

/** What is measured: something that ranks tools for an intent, and may learn from what was used. For one thread. */
public interface IntentRanker {

    /**
     * Ranks.
     *
     * @return ids of tools, best first, at most {@code limit}
     */
    List<String> rank(String intent, int limit);

    /** Told that these tools served an intent. One that does not learn does nothing. */
    void observe(String intent, List<String> used);
}
