// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.learning.capability.Capabilities;
import ai.casys.core.learning.graph.ToolGraph;
import ai.casys.shared.identity.TenantId;

/** What is kept of a tenant, for whoever it belongs to. Blocking; safe for any number of threads. */
public interface LearnedData {

    /**
     * All rows, with everything that was reported before.
     *
     * @throws ai.casys.core.api.CasysException {@code UNAVAILABLE} if the database is away or the engine stops,
     *     {@code TIMEOUT} if it takes too long
     */
    LearnedState export(TenantId tenant);

    /** Which tools go together, with everything that was reported before; throws as {@link #export}. */
    ToolGraph graph(TenantId tenant);

    /** Learns what somebody said, and keeps it before this returns. Throws as {@link #export}. */
    void told(TenantId tenant, Verdict verdict);

    /** What was made of runs that were seen again. */
    Capabilities capabilities();

    /** Forgets everything, what is under way included. Throws as {@link #export}, and then nothing was deleted. */
    void erase(TenantId tenant);
}
