// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.store;

import static ai.casys.core.storage.generated.Tables.LEARNED_CAPABILITY;
import static ai.casys.core.storage.generated.Tables.LEARNED_RUN;

import ai.casys.core.learning.LearnedChanges;
import ai.casys.core.learning.capability.Capability;
import ai.casys.core.learning.capability.CapabilityChange;
import ai.casys.core.learning.capability.CapabilityJson;
import ai.casys.core.learning.runs.CanonicalJson;
import ai.casys.core.learning.runs.PastRun;
import ai.casys.core.learning.runs.RunSteps;
import ai.casys.core.storage.generated.LearnedCapabilityRecord;
import ai.casys.shared.identity.TenantId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertSetMoreStep;
import org.jooq.Query;
import org.jooq.impl.DSL;

/** The queries that write one tenant's runs and capabilities, in a fixed order. */
final class RunWriting {

    private final DSLContext context;
    private final TenantId tenant;
    private final Fading fading;

    RunWriting(DSLContext context, TenantId tenant, Fading fading) {
        this.context = context;
        this.tenant = tenant;
        this.fading = fading;
    }

    List<Query> queries(LearnedChanges.Runs changes) {
        List<Query> queries = new ArrayList<>();
        changes.forgottenRuns().stream()
                .sorted()
                .forEach(id -> queries.add(context.deleteFrom(LEARNED_RUN).where(LEARNED_RUN.ID.eq(id))));
        changes.forgottenCapabilities().stream()
                .sorted()
                .forEach(structure -> queries.add(
                        context.deleteFrom(LEARNED_CAPABILITY).where(LEARNED_CAPABILITY.STRUCTURE.eq(structure))));
        changes.runs().stream().sorted(Comparator.comparing(PastRun::id)).forEach(run -> queries.add(add(run)));
        changes.capabilities().stream()
                .sorted(Comparator.comparing(change -> change.now().structure()))
                .forEach(change -> queries.add(change.before().isEmpty() ? decide(change) : add(change)));
        return queries;
    }

    private Query add(PastRun run) {
        return context.insertInto(LEARNED_RUN)
                .set(LEARNED_RUN.TENANT_ID, tenant.value())
                .set(LEARNED_RUN.ID, run.id())
                .set(LEARNED_RUN.ENDED_AT, utc(run.at()))
                .set(LEARNED_RUN.DIGEST, run.digest().isEmpty() ? null : run.digest())
                .set(LEARNED_RUN.CLEAN, run.clean())
                .set(LEARNED_RUN.STEPS, CanonicalJson.inOrder(RunSteps.json(run.steps())))
                .onConflictDoNothing();
    }

    /** What was seen: counts add up, and a state changes only from what it was here, so that no person is overruled. */
    private Query add(CapabilityChange change) {
        Field<Integer> stored = LEARNED_CAPABILITY.VERSION;
        Field<Boolean> newer = DSL.field(DSL.excluded(stored).gt(stored));
        String before = change.before().orElseThrow().text();
        return inserted(change)
                .onConflict(LEARNED_CAPABILITY.TENANT_ID, LEARNED_CAPABILITY.STRUCTURE)
                .doUpdate()
                .set(
                        LEARNED_CAPABILITY.DEFINITION,
                        DSL.when(newer, DSL.excluded(LEARNED_CAPABILITY.DEFINITION))
                                .otherwise(LEARNED_CAPABILITY.DEFINITION))
                .set(stored, DSL.greatest(stored, DSL.excluded(stored)))
                .set(
                        LEARNED_CAPABILITY.STATE,
                        DSL.when(LEARNED_CAPABILITY.STATE.eq(before), DSL.excluded(LEARNED_CAPABILITY.STATE))
                                .otherwise(LEARNED_CAPABILITY.STATE))
                .set(LEARNED_CAPABILITY.SEEN, LEARNED_CAPABILITY.SEEN.plus(DSL.excluded(LEARNED_CAPABILITY.SEEN)))
                .set(LEARNED_CAPABILITY.SIGHTINGS, DSL.excluded(LEARNED_CAPABILITY.SIGHTINGS))
                .set(
                        LEARNED_CAPABILITY.SUCCESSES,
                        fading.sum(LEARNED_CAPABILITY.SUCCESSES, LEARNED_CAPABILITY.CHANGED_AT))
                .set(
                        LEARNED_CAPABILITY.FAILURES,
                        fading.sum(LEARNED_CAPABILITY.FAILURES, LEARNED_CAPABILITY.CHANGED_AT))
                .set(LEARNED_CAPABILITY.FAILING, DSL.excluded(LEARNED_CAPABILITY.FAILING))
                .set(
                        LEARNED_CAPABILITY.CHANGED_AT,
                        DSL.greatest(LEARNED_CAPABILITY.CHANGED_AT, DSL.excluded(LEARNED_CAPABILITY.CHANGED_AT)));
    }

    /** What a person decided holds, whatever is stored. */
    private Query decide(CapabilityChange change) {
        return inserted(change)
                .onConflict(LEARNED_CAPABILITY.TENANT_ID, LEARNED_CAPABILITY.STRUCTURE)
                .doUpdate()
                .setAllToExcluded();
    }

    private InsertSetMoreStep<LearnedCapabilityRecord> inserted(CapabilityChange change) {
        Capability now = change.now();
        return context.insertInto(LEARNED_CAPABILITY)
                .set(LEARNED_CAPABILITY.TENANT_ID, tenant.value())
                .set(LEARNED_CAPABILITY.STRUCTURE, now.structure())
                .set(LEARNED_CAPABILITY.NAME, now.name())
                .set(LEARNED_CAPABILITY.VERSION, now.version())
                .set(LEARNED_CAPABILITY.STATE, now.state().text())
                .set(LEARNED_CAPABILITY.MERGED_INTO, now.mergedInto().orElse(null))
                .set(LEARNED_CAPABILITY.DEFINITION, CapabilityJson.stored(now.definition()))
                .set(LEARNED_CAPABILITY.SEEN, change.seenAdded())
                .set(LEARNED_CAPABILITY.SIGHTINGS, CapabilityJson.stored(now.sightings()))
                .set(LEARNED_CAPABILITY.SUCCESSES, change.added().successes())
                .set(LEARNED_CAPABILITY.FAILURES, change.added().failures())
                .set(LEARNED_CAPABILITY.FAILING, now.failing())
                .set(LEARNED_CAPABILITY.CREATED_AT, utc(now.created()))
                .set(LEARNED_CAPABILITY.CHANGED_AT, utc(change.added().at()));
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
