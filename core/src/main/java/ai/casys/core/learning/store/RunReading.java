// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.store;

import static ai.casys.core.storage.generated.Tables.LEARNED_CAPABILITY;
import static ai.casys.core.storage.generated.Tables.LEARNED_RUN;

import ai.casys.core.learning.capability.Capability;
import ai.casys.core.learning.capability.CapabilityJson;
import ai.casys.core.learning.capability.CapabilityState;
import ai.casys.core.learning.graph.Tally;
import ai.casys.core.learning.runs.CanonicalJson;
import ai.casys.core.learning.runs.PastRun;
import ai.casys.core.learning.runs.RunSteps;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Reads one tenant's runs and capabilities within a transaction. */
final class RunReading {

    private final DSLContext context;

    RunReading(DSLContext context) {
        this.context = context;
    }

    List<PastRun> runs(int limit) {
        return context.selectFrom(LEARNED_RUN)
                .orderBy(LEARNED_RUN.ENDED_AT.desc(), LEARNED_RUN.ID)
                .limit(limit)
                .fetch(row -> new PastRun(
                        row.getId(),
                        row.getEndedAt().toInstant(),
                        "",
                        Optional.ofNullable(row.getDigest()).orElse(""),
                        row.getClean(),
                        RunSteps.of(CanonicalJson.read(row.getSteps()))));
    }

    /** Candidates last, since they are what can be done without. */
    List<Capability> capabilities(int limit) {
        return context.selectFrom(LEARNED_CAPABILITY)
                .orderBy(
                        DSL.when(LEARNED_CAPABILITY.STATE.eq(CapabilityState.CANDIDATE.text()), 1)
                                .otherwise(0),
                        LEARNED_CAPABILITY.CHANGED_AT.desc(),
                        LEARNED_CAPABILITY.STRUCTURE)
                .limit(limit)
                .fetch(row -> new Capability(
                        row.getStructure(),
                        row.getName(),
                        row.getVersion(),
                        CapabilityState.of(row.getState()).orElseThrow(),
                        Optional.ofNullable(row.getMergedInto()),
                        CapabilityJson.definition(row.getDefinition()),
                        row.getSeen(),
                        CapabilityJson.sightings(row.getSightings()),
                        new Tally(
                                row.getSuccesses(),
                                row.getFailures(),
                                row.getChangedAt().toInstant()),
                        row.getFailing(),
                        row.getCreatedAt().toInstant()));
    }
}
