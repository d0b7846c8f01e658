// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.learning.graph.Decay;
import ai.casys.shared.identity.TenantId;
import java.util.List;

/**
 * Where what is learned is kept. Blocking; safe for any number of threads. Each method throws
 * {@link ai.casys.core.api.CasysException} if the database is away.
 */
public interface LearnedRows {

    /** Reads a tenant's rows, of each kind the strongest and at most as many as the limits say. */
    LearnedState load(TenantId tenant, LearningLimits limits, Decay decay);

    /** Adds changes to a tenant's rows, all or nothing. */
    void save(TenantId tenant, LearnedChanges changes, Decay decay);

    /** Deletes a tenant's rows. */
    void erase(TenantId tenant);

    /** What many tenants share. */
    List<SharedEdge> prior();

    /**
     * Works out anew what is shared.
     *
     * @param leastTenants how many tenants must share an edge, 2 or more; 0 deletes the prior
     * @return how many edges are shared
     */
    int renewPrior(int leastTenants, Decay decay);
}
