// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.store;

import static ai.casys.core.storage.generated.Tables.LEARNED_CHOICE;
import static ai.casys.core.storage.generated.Tables.LEARNED_EDGE;
import static ai.casys.core.storage.generated.Tables.LEARNED_INTENT;
import static ai.casys.core.storage.generated.Tables.LEARNED_INTENT_TOOL;
import static ai.casys.core.storage.generated.Tables.LEARNED_INTENT_VECTOR;
import static ai.casys.core.storage.generated.Tables.LEARNED_TOOL;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.IntentRecord;
import ai.casys.core.learning.LearnedChanges;
import ai.casys.core.learning.ToolRecord;
import ai.casys.core.learning.graph.EdgeKey;
import ai.casys.core.learning.graph.Tally;
import ai.casys.core.learning.weights.Choice;
import ai.casys.shared.identity.TenantId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.impl.DSL;

/**
 * Adds to one tenant's rows within a transaction. Rows are taken in a fixed order, so that two processes that add to the
 * same rows wait for each other and never block each other.
 */
final class LearnedWriting {

    private static final int BATCH = 500;

    private final DSLContext context;
    private final TenantId tenant;
    private final Fading fading;

    LearnedWriting(DSLContext context, TenantId tenant, Fading fading) {
        this.context = context;
        this.tenant = tenant;
        this.fading = fading;
    }

    void write(LearnedChanges changes) {
        List<Query> queries = new ArrayList<>();
        changes.forgottenTools().stream().sorted().forEach(tool -> queries.add(forget(tool)));
        changes.forgottenEdges().stream().sorted().forEach(edge -> queries.add(forget(edge)));
        changes.forgottenIntents().stream()
                .sorted()
                .forEach(digest ->
                        queries.add(context.deleteFrom(LEARNED_INTENT).where(LEARNED_INTENT.DIGEST.eq(digest))));
        changes.forgottenChoices().stream()
                .sorted()
                .forEach(id -> queries.add(context.deleteFrom(LEARNED_CHOICE).where(LEARNED_CHOICE.ID.eq(id))));
        new TreeMap<>(changes.tools()).forEach((tool, record) -> queries.add(add(tool, record)));
        new TreeMap<>(changes.edges()).forEach((edge, tally) -> queries.add(add(edge, tally)));
        new TreeMap<>(changes.intents()).values().forEach(intent -> add(intent, queries));
        changes.choices().forEach(choice -> queries.add(put(choice)));
        queries.addAll(new RunWriting(context, tenant, fading).queries(changes.runs()));
        for (int from = 0; from < queries.size(); from += BATCH) {
            context.batch(queries.subList(from, Math.min(queries.size(), from + BATCH)))
                    .execute();
        }
    }

    private Query forget(ToolKey tool) {
        return context.deleteFrom(LEARNED_TOOL)
                .where(LEARNED_TOOL.SERVER.eq(tool.server()), LEARNED_TOOL.TOOL.eq(tool.tool()));
    }

    private Query forget(EdgeKey edge) {
        return context.deleteFrom(LEARNED_EDGE)
                .where(
                        LEARNED_EDGE.KIND.eq(edge.kind().text()),
                        LEARNED_EDGE.FROM_SERVER.eq(edge.from().server()),
                        LEARNED_EDGE.FROM_TOOL.eq(edge.from().tool()),
                        LEARNED_EDGE.TO_SERVER.eq(edge.to().server()),
                        LEARNED_EDGE.TO_TOOL.eq(edge.to().tool()),
                        LEARNED_EDGE.OUTPUT.eq(edge.output()),
                        LEARNED_EDGE.ARGUMENT.eq(edge.argument()));
    }

    private Query add(ToolKey tool, ToolRecord record) {
        return context.insertInto(LEARNED_TOOL)
                .set(LEARNED_TOOL.TENANT_ID, tenant.value())
                .set(LEARNED_TOOL.SERVER, tool.server())
                .set(LEARNED_TOOL.TOOL, tool.tool())
                .set(LEARNED_TOOL.SUCCESSES, record.calls().successes())
                .set(LEARNED_TOOL.FAILURES, record.calls().failures())
                .set(LEARNED_TOOL.CANCELLED, record.cancelled())
                .set(LEARNED_TOOL.REFUSED, record.refused())
                .set(LEARNED_TOOL.USES, record.uses())
                .set(LEARNED_TOOL.LOG_LATENCY, record.logLatency())
                .set(LEARNED_TOOL.CHANGED_AT, utc(record.calls().at()))
                .set(
                        LEARNED_TOOL.SUCCEEDED_AT,
                        record.succeeded().map(LearnedWriting::utc).orElse(null))
                .onConflict(LEARNED_TOOL.TENANT_ID, LEARNED_TOOL.SERVER, LEARNED_TOOL.TOOL)
                .doUpdate()
                .set(LEARNED_TOOL.SUCCESSES, fading.sum(LEARNED_TOOL.SUCCESSES, LEARNED_TOOL.CHANGED_AT))
                .set(LEARNED_TOOL.FAILURES, fading.sum(LEARNED_TOOL.FAILURES, LEARNED_TOOL.CHANGED_AT))
                .set(LEARNED_TOOL.CANCELLED, fading.sum(LEARNED_TOOL.CANCELLED, LEARNED_TOOL.CHANGED_AT))
                .set(LEARNED_TOOL.REFUSED, fading.sum(LEARNED_TOOL.REFUSED, LEARNED_TOOL.CHANGED_AT))
                .set(LEARNED_TOOL.USES, fading.sum(LEARNED_TOOL.USES, LEARNED_TOOL.CHANGED_AT))
                .set(LEARNED_TOOL.LOG_LATENCY, fading.sum(LEARNED_TOOL.LOG_LATENCY, LEARNED_TOOL.CHANGED_AT))
                .set(
                        LEARNED_TOOL.CHANGED_AT,
                        DSL.greatest(LEARNED_TOOL.CHANGED_AT, DSL.excluded(LEARNED_TOOL.CHANGED_AT)))
                .set(
                        LEARNED_TOOL.SUCCEEDED_AT,
                        DSL.greatest(LEARNED_TOOL.SUCCEEDED_AT, DSL.excluded(LEARNED_TOOL.SUCCEEDED_AT)));
    }

    private Query add(EdgeKey edge, Tally tally) {
        return context.insertInto(LEARNED_EDGE)
                .set(LEARNED_EDGE.TENANT_ID, tenant.value())
                .set(LEARNED_EDGE.KIND, edge.kind().text())
                .set(LEARNED_EDGE.FROM_SERVER, edge.from().server())
                .set(LEARNED_EDGE.FROM_TOOL, edge.from().tool())
                .set(LEARNED_EDGE.TO_SERVER, edge.to().server())
                .set(LEARNED_EDGE.TO_TOOL, edge.to().tool())
                .set(LEARNED_EDGE.OUTPUT, edge.output())
                .set(LEARNED_EDGE.ARGUMENT, edge.argument())
                .set(LEARNED_EDGE.SUCCESSES, tally.successes())
                .set(LEARNED_EDGE.FAILURES, tally.failures())
                .set(LEARNED_EDGE.CHANGED_AT, utc(tally.at()))
                .onConflict(
                        LEARNED_EDGE.TENANT_ID,
                        LEARNED_EDGE.KIND,
                        LEARNED_EDGE.FROM_SERVER,
                        LEARNED_EDGE.FROM_TOOL,
                        LEARNED_EDGE.TO_SERVER,
                        LEARNED_EDGE.TO_TOOL,
                        LEARNED_EDGE.OUTPUT,
                        LEARNED_EDGE.ARGUMENT)
                .doUpdate()
                .set(LEARNED_EDGE.SUCCESSES, fading.sum(LEARNED_EDGE.SUCCESSES, LEARNED_EDGE.CHANGED_AT))
                .set(LEARNED_EDGE.FAILURES, fading.sum(LEARNED_EDGE.FAILURES, LEARNED_EDGE.CHANGED_AT))
                .set(
                        LEARNED_EDGE.CHANGED_AT,
                        DSL.greatest(LEARNED_EDGE.CHANGED_AT, DSL.excluded(LEARNED_EDGE.CHANGED_AT)));
    }

    private void add(IntentRecord intent, List<Query> queries) {
        queries.add(context.insertInto(LEARNED_INTENT)
                .set(LEARNED_INTENT.TENANT_ID, tenant.value())
                .set(LEARNED_INTENT.DIGEST, intent.digest())
                .set(LEARNED_INTENT.CHANGED_AT, utc(intent.at()))
                .onConflict(LEARNED_INTENT.TENANT_ID, LEARNED_INTENT.DIGEST)
                .doUpdate()
                .set(
                        LEARNED_INTENT.CHANGED_AT,
                        DSL.greatest(LEARNED_INTENT.CHANGED_AT, DSL.excluded(LEARNED_INTENT.CHANGED_AT))));
        new TreeMap<>(intent.tools()).forEach((tool, tally) -> queries.add(add(intent.digest(), tool, tally)));
        new TreeMap<>(intent.vectors())
                .forEach((model, vector) -> queries.add(context.insertInto(LEARNED_INTENT_VECTOR)
                        .set(LEARNED_INTENT_VECTOR.TENANT_ID, tenant.value())
                        .set(LEARNED_INTENT_VECTOR.DIGEST, intent.digest())
                        .set(LEARNED_INTENT_VECTOR.MODEL, model)
                        .set(LEARNED_INTENT_VECTOR.VECTOR, HalfPrecision.bytes(vector))
                        .onConflictDoNothing()));
    }

    private Query add(String digest, ToolKey tool, Tally tally) {
        return context.insertInto(LEARNED_INTENT_TOOL)
                .set(LEARNED_INTENT_TOOL.TENANT_ID, tenant.value())
                .set(LEARNED_INTENT_TOOL.DIGEST, digest)
                .set(LEARNED_INTENT_TOOL.SERVER, tool.server())
                .set(LEARNED_INTENT_TOOL.TOOL, tool.tool())
                .set(LEARNED_INTENT_TOOL.SUCCESSES, tally.successes())
                .set(LEARNED_INTENT_TOOL.FAILURES, tally.failures())
                .set(LEARNED_INTENT_TOOL.CHANGED_AT, utc(tally.at()))
                .onConflict(
                        LEARNED_INTENT_TOOL.TENANT_ID,
                        LEARNED_INTENT_TOOL.DIGEST,
                        LEARNED_INTENT_TOOL.SERVER,
                        LEARNED_INTENT_TOOL.TOOL)
                .doUpdate()
                .set(
                        LEARNED_INTENT_TOOL.SUCCESSES,
                        fading.sum(LEARNED_INTENT_TOOL.SUCCESSES, LEARNED_INTENT_TOOL.CHANGED_AT))
                .set(
                        LEARNED_INTENT_TOOL.FAILURES,
                        fading.sum(LEARNED_INTENT_TOOL.FAILURES, LEARNED_INTENT_TOOL.CHANGED_AT))
                .set(
                        LEARNED_INTENT_TOOL.CHANGED_AT,
                        DSL.greatest(LEARNED_INTENT_TOOL.CHANGED_AT, DSL.excluded(LEARNED_INTENT_TOOL.CHANGED_AT)));
    }

    private Query put(Choice choice) {
        return context.insertInto(LEARNED_CHOICE)
                .set(LEARNED_CHOICE.TENANT_ID, tenant.value())
                .set(LEARNED_CHOICE.ID, choice.id())
                .set(LEARNED_CHOICE.CHOSEN_AT, utc(choice.at()))
                .set(LEARNED_CHOICE.SHOWN, ChoiceText.of(choice))
                .onConflict(LEARNED_CHOICE.TENANT_ID, LEARNED_CHOICE.ID)
                .doUpdate()
                .set(LEARNED_CHOICE.SHOWN, DSL.excluded(LEARNED_CHOICE.SHOWN));
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
