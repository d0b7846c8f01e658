// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.learning.graph.Decay;
import ai.casys.shared.identity.TenantId;
import java.util.List;

/** Rows that nobody keeps: each tenant begins with nothing. */
public final class MemoryRows implements LearnedRows {

    /** What they begin with. */
    public static final LearnedState NOTHING = LearnedState.EMPTY;

    @Override
    public LearnedState load(TenantId tenant, LearningLimits limits, Decay decay) {
        return NOTHING;
    }

    @Override
    public void save(TenantId tenant, LearnedChanges changes, Decay decay) {}

    @Override
    public void erase(TenantId tenant) {}

    @Override
    public List<SharedEdge> prior() {
        return List.of();
    }

    @Override
    public int renewPrior(int leastTenants, Decay decay) {
        return 0;
    }
}
