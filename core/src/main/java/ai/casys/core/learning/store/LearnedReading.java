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
import ai.casys.core.learning.LearnedState;
import ai.casys.core.learning.LearningLimits;
import ai.casys.core.learning.ToolRecord;
import ai.casys.core.learning.graph.EdgeKey;
import ai.casys.core.learning.graph.EdgeKind;
import ai.casys.core.learning.graph.Tally;
import ai.casys.core.learning.weights.Choice;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Reads one tenant's rows within a transaction, the strongest of each kind. */
final class LearnedReading {

    private final DSLContext context;
    private final Field<OffsetDateTime> now;
    private final Fading fading;

    LearnedReading(DSLContext context, Instant now, Fading fading) {
        this.context = context;
        this.now = DSL.val(OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
        this.fading = fading;
    }

    LearnedState all(LearningLimits limits) {
        RunReading runs = new RunReading(context);
        return new LearnedState(
                tools(limits.tools()),
                edges(limits.edges()),
                intents(limits.intents()),
                choices(limits.choices()),
                runs.runs(limits.runs()),
                runs.capabilities(limits.capabilities()));
    }

    private Map<ToolKey, ToolRecord> tools(int limit) {
        Map<ToolKey, ToolRecord> tools = new HashMap<>();
        context.selectFrom(LEARNED_TOOL)
                .orderBy(LEARNED_TOOL
                        .SUCCESSES
                        .times(fading.left(LEARNED_TOOL.CHANGED_AT, now))
                        .desc())
                .limit(limit)
                .forEach(row -> tools.put(
                        new ToolKey(row.getServer(), row.getTool()),
                        new ToolRecord(
                                new Tally(
                                        row.getSuccesses(),
                                        row.getFailures(),
                                        row.getChangedAt().toInstant()),
                                row.getCancelled(),
                                row.getRefused(),
                                row.getUses(),
                                row.getLogLatency(),
                                Optional.ofNullable(row.getSucceededAt()).map(OffsetDateTime::toInstant))));
        return tools;
    }

    private Map<EdgeKey, Tally> edges(int limit) {
        Map<EdgeKey, Tally> edges = new HashMap<>();
        context.selectFrom(LEARNED_EDGE)
                .orderBy(LEARNED_EDGE
                        .SUCCESSES
                        .times(fading.left(LEARNED_EDGE.CHANGED_AT, now))
                        .desc())
                .limit(limit)
                .forEach(row -> edges.put(
                        new EdgeKey(
                                EdgeKind.of(row.getKind()),
                                new ToolKey(row.getFromServer(), row.getFromTool()),
                                new ToolKey(row.getToServer(), row.getToTool()),
                                row.getOutput(),
                                row.getArgument()),
                        new Tally(
                                row.getSuccesses(),
                                row.getFailures(),
                                row.getChangedAt().toInstant())));
        return edges;
    }

    private Map<String, IntentRecord> intents(int limit) {
        Map<String, Map<ToolKey, Tally>> tools = new HashMap<>();
        Map<String, Map<String, float[]>> vectors = new HashMap<>();
        var newest = DSL.select(LEARNED_INTENT.DIGEST)
                .from(LEARNED_INTENT)
                .orderBy(LEARNED_INTENT.CHANGED_AT.desc(), LEARNED_INTENT.DIGEST)
                .limit(limit);
        context.selectFrom(LEARNED_INTENT_TOOL)
                .where(LEARNED_INTENT_TOOL.DIGEST.in(newest))
                .forEach(row -> tools.computeIfAbsent(row.getDigest(), _ -> new HashMap<>())
                        .put(
                                new ToolKey(row.getServer(), row.getTool()),
                                new Tally(
                                        row.getSuccesses(),
                                        row.getFailures(),
                                        row.getChangedAt().toInstant())));
        context.selectFrom(LEARNED_INTENT_VECTOR)
                .where(LEARNED_INTENT_VECTOR.DIGEST.in(newest))
                .forEach(row -> vectors.computeIfAbsent(row.getDigest(), _ -> new HashMap<>())
                        .put(row.getModel(), HalfPrecision.vector(row.getVector())));
        Map<String, IntentRecord> intents = new HashMap<>();
        context.selectFrom(LEARNED_INTENT)
                .orderBy(LEARNED_INTENT.CHANGED_AT.desc(), LEARNED_INTENT.DIGEST)
                .limit(limit)
                .forEach(row -> intents.put(
                        row.getDigest(),
                        new IntentRecord(
                                row.getDigest(),
                                tools.getOrDefault(row.getDigest(), Map.of()),
                                vectors.getOrDefault(row.getDigest(), Map.of()),
                                row.getChangedAt().toInstant())));
        return intents;
    }

    private List<Choice> choices(int limit) {
        return context.selectFrom(LEARNED_CHOICE)
                .orderBy(LEARNED_CHOICE.CHOSEN_AT.desc(), LEARNED_CHOICE.ID)
                .limit(limit)
                .fetch(row -> new Choice(row.getId(), row.getChosenAt().toInstant(), ChoiceText.shown(row.getShown())));
    }
}
