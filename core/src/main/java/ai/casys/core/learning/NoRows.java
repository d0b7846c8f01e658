// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.learning.graph.Decay;
import ai.casys.shared.identity.TenantId;
import java.util.List;

/** Rows that nobody keeps: what is learned lives in memory only, and each tenant begins with nothing. */
public class NoRows implements LearnedRows {

    @Override
    public LearnedState load(TenantId tenant, LearningLimits limits, Decay decay) {
        return LearnedState.EMPTY;
    }

    @Override
    public void save(TenantId tenant, LearnedChanges changes, Decay decay) {
        // What is learned stays in the learner's memory.
    }

    @Override
    public void erase(TenantId tenant) {
        // There is nothing to delete.
    }

    @Override
    public List<SharedEdge> prior() {
        return List.of();
    }

    @Override
    public int renewPrior(int leastTenants, Decay decay) {
        return 0;
    }
}
