// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.store;

import static ai.casys.core.storage.generated.Tables.LEARNED_CAPABILITY;
import static ai.casys.core.storage.generated.Tables.LEARNED_CHOICE;
import static ai.casys.core.storage.generated.Tables.LEARNED_EDGE;
import static ai.casys.core.storage.generated.Tables.LEARNED_INTENT;
import static ai.casys.core.storage.generated.Tables.LEARNED_PRIOR;
import static ai.casys.core.storage.generated.Tables.LEARNED_RUN;
import static ai.casys.core.storage.generated.Tables.LEARNED_TOOL;

import ai.casys.core.learning.LearnedChanges;
import ai.casys.core.learning.LearnedRows;
import ai.casys.core.learning.LearnedState;
import ai.casys.core.learning.LearningLimits;
import ai.casys.core.learning.SharedEdge;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.storage.Database;
import ai.casys.shared.identity.TenantId;
import java.time.Clock;
import java.util.List;
import org.jooq.Table;

/** The tables of what is learned. Each method is one transaction; blocking; safe for any number of threads. */
public final class LearnedStore implements LearnedRows {

    private static final List<Table<?>> OF_TENANTS =
            List.of(LEARNED_CAPABILITY, LEARNED_RUN, LEARNED_CHOICE, LEARNED_INTENT, LEARNED_EDGE, LEARNED_TOOL);

    private final Database database;
    private final Clock clock;

    public LearnedStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public LearnedState load(TenantId tenant, LearningLimits limits, Decay decay) {
        return database.inTenant(
                tenant, context -> new LearnedReading(context, clock.instant(), new Fading(decay)).all(limits));
    }

    @Override
    public void save(TenantId tenant, LearnedChanges changes, Decay decay) {
        database.<Boolean>inTenant(tenant, context -> {
            new LearnedWriting(context, tenant, new Fading(decay)).write(changes);
            return true;
        });
    }

    @Override
    public void erase(TenantId tenant) {
        database.<Boolean>inTenant(tenant, context -> {
            OF_TENANTS.forEach(table -> context.deleteFrom(table).execute());
            return true;
        });
    }

    @Override
    public List<SharedEdge> prior() {
        return database.asSystem(
                "read what tenants share",
                context -> context.selectFrom(LEARNED_PRIOR)
                        .orderBy(LEARNED_PRIOR.FROM_HASH, LEARNED_PRIOR.TO_HASH)
                        .fetch(row -> new SharedEdge(row.getFromHash(), row.getToHash(), row.getProbability())));
    }

    @Override
    public int renewPrior(int leastTenants, Decay decay) {
        return database.asSystem(
                "work out what tenants share",
                context -> new PriorRenewal(context, decay, clock.instant()).renew(leastTenants));
    }
}
