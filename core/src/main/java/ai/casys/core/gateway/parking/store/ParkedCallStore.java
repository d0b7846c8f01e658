// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking.store;

import static ai.casys.core.storage.generated.Tables.PARKED_CALL;

import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.gateway.parking.Outcome;
import ai.casys.core.gateway.parking.ParkedRows;
import ai.casys.core.gateway.parking.ParkingLimits;
import ai.casys.core.gateway.parking.Resumption;
import ai.casys.core.identity.keyset.Keyset;
import ai.casys.core.storage.Database;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** The table of parked calls. Safe for any number of threads. */
public final class ParkedCallStore implements ParkedRows {

    /** Of a caller's calls that have ended, so many for each that may be open are kept until they expire. */
    private static final int KEPT_FOR_EACH_OPEN = 4;

    private final Database database;
    private final SealedBytes sealed;
    private final ParkingLimits limits;

    public ParkedCallStore(Database database, Keyset keyset, ParkingLimits limits) {
        this.database = database;
        this.sealed = new SealedBytes(keyset);
        this.limits = limits;
    }

    @Override
    public boolean ask(Place place, int round, RawJson questions) {
        byte[] bytes = sealed.seal(SealedBytes.QUESTIONS, place.caller().tenant(), place.call(), questions);
        return database.inTenant(
                place.caller().tenant(),
                context -> round == 1
                        ? insert(context, place, bytes)
                        : context.update(PARKED_CALL)
                                        .set(PARKED_CALL.STATE, State.ASKED.text())
                                        .set(PARKED_CALL.ROUND, round)
                                        .set(PARKED_CALL.QUESTIONS, bytes)
                                        .setNull(PARKED_CALL.ANSWERS)
                                        .set(PARKED_CALL.CHANGED_AT, Liveness.after(0))
                                        .set(PARKED_CALL.EXPIRES_AT, expiry())
                                        .where(is(place), PARKED_CALL.STATE.eq(State.ANSWERED.text()))
                                        .execute()
                                == 1);
    }

    private boolean insert(DSLContext context, Place place, byte[] questions) {
        UUID user = place.caller().user().value();
        // First questions at the same instant may all find the last place free, as many as the pools have connections;
        // a lock to prevent that would have each caller's questions wait for each other.
        int open = context.fetchCount(
                PARKED_CALL,
                PARKED_CALL.USER_ID.eq(user),
                PARKED_CALL.STATE.in(State.ASKED.text(), State.ANSWERED.text()),
                DSL.not(Liveness.expired(Liveness.holderLives())),
                Liveness.holderLives());
        if (open >= limits.callsPerCaller()) {
            throw new CasysException(
                    ErrorCategory.OVERLOADED,
                    open + " calls of this user wait for answers, which is the limit; answer one, or try again later");
        }
        context.deleteFrom(PARKED_CALL)
                .where(PARKED_CALL.ID.in(DSL.select(PARKED_CALL.ID)
                        .from(PARKED_CALL)
                        .where(PARKED_CALL.USER_ID.eq(user))
                        .and(PARKED_CALL.STATE.in(State.DONE.text(), State.FAILED.text(), State.LOST.text()))
                        .orderBy(PARKED_CALL.CHANGED_AT.desc())
                        .offset(limits.callsPerCaller() * KEPT_FOR_EACH_OPEN)))
                .execute();
        return context.insertInto(PARKED_CALL)
                        .set(PARKED_CALL.TENANT_ID, place.caller().tenant().value())
                        .set(PARKED_CALL.ID, place.call())
                        .set(PARKED_CALL.USER_ID, user)
                        .set(PARKED_CALL.NODE_ID, place.node())
                        .set(PARKED_CALL.SERVER, place.facts().server())
                        .set(PARKED_CALL.METHOD, place.facts().method())
                        .set(PARKED_CALL.PARAMS_DIGEST, place.facts().paramsDigest())
                        .set(PARKED_CALL.STATE, State.ASKED.text())
                        .set(PARKED_CALL.ROUND, 1)
                        .set(PARKED_CALL.QUESTIONS, questions)
                        .set(PARKED_CALL.EXPIRES_AT, expiry())
                        .execute()
                == 1;
    }

    @Override
    public Optional<RawJson> expire(Place place, int round) {
        boolean forgotten = database.inTenant(
                place.caller().tenant(),
                context -> context.deleteFrom(PARKED_CALL)
                                .where(is(place), inRound(State.ASKED, round))
                                .execute()
                        == 1);
        return forgotten ? Optional.empty() : answers(place, round);
    }

    @Override
    public Optional<RawJson> answers(Place place, int round) {
        return database.inTenant(
                        place.caller().tenant(),
                        context -> context.select(PARKED_CALL.ANSWERS)
                                .from(PARKED_CALL)
                                .where(is(place), inRound(State.ANSWERED, round))
                                .fetchOptional(PARKED_CALL.ANSWERS))
                .flatMap(
                        bytes -> sealed.open(SealedBytes.ANSWERS, place.caller().tenant(), place.call(), bytes));
    }

    @Override
    public boolean finish(Place place, Outcome end) {
        State state;
        RawJson json;
        switch (end) {
            case Outcome.Done done -> {
                state = State.DONE;
                json = done.result();
            }
            case Outcome.Failed failed -> {
                state = State.FAILED;
                json = failed.error();
            }
            case Outcome.Asked _, Outcome.Lost _, Outcome.Gone _, Outcome.Refused _, Outcome.Working _ ->
                throw new IllegalArgumentException("no call ends with " + end);
        }
        byte[] bytes = sealed.seal(SealedBytes.OUTCOME, place.caller().tenant(), place.call(), json);
        return database.inTenant(
                place.caller().tenant(),
                context -> context.update(PARKED_CALL)
                                .set(PARKED_CALL.STATE, state.text())
                                .set(PARKED_CALL.OUTCOME, bytes)
                                .setNull(PARKED_CALL.ANSWERS)
                                .set(PARKED_CALL.CHANGED_AT, Liveness.after(0))
                                .set(PARKED_CALL.EXPIRES_AT, expiry())
                                .where(is(place), isOpen())
                                .execute()
                        == 1);
    }

    @Override
    public Standing answer(Caller caller, Resumption resumption, UUID self) {
        return database.inTenant(
                caller.tenant(), context -> new Answering(context, sealed, caller, self).answer(resumption));
    }

    @Override
    public void lose(Caller caller, UUID call) {
        database.<Integer>inTenant(
                caller.tenant(),
                context -> Answering.lose(
                        context,
                        PARKED_CALL
                                .ID
                                .eq(call)
                                .and(PARKED_CALL.USER_ID.eq(caller.user().value()))));
    }

    @Override
    public Signals signals(UUID self, Set<UUID> waited) {
        return database.asSystem("look after parked calls", context -> {
            Map<UUID, Integer> answered = new HashMap<>();
            Set<UUID> lost = new HashSet<>();
            context.select(PARKED_CALL.ID, PARKED_CALL.STATE, PARKED_CALL.ROUND)
                    .from(PARKED_CALL)
                    .where(PARKED_CALL.NODE_ID.eq(self))
                    .and(PARKED_CALL.STATE.in(
                            List.of(DSL.inline(State.ANSWERED.text()), DSL.inline(State.LOST.text()))))
                    .forEach(row -> {
                        if (State.of(row.value2()) == State.LOST) {
                            lost.add(row.value1());
                        } else {
                            answered.put(row.value1(), row.value3());
                        }
                    });
            return new Signals(answered, lost, waited.isEmpty() ? Set.of() : settled(context, waited));
        });
    }

    private static Set<UUID> settled(DSLContext context, Set<UUID> waited) {
        Set<UUID> settled = new HashSet<>(waited);
        settled.removeAll(context.select(PARKED_CALL.ID)
                .from(PARKED_CALL)
                .where(PARKED_CALL.ID.eq(DSL.any(waited.toArray(UUID[]::new))))
                .and(PARKED_CALL.STATE.eq(State.ANSWERED.text()))
                .and(Liveness.holderLives())
                .fetchSet(PARKED_CALL.ID));
        return settled;
    }

    private Field<OffsetDateTime> expiry() {
        return Liveness.after(limits.keptFor().toMillis());
    }

    private static Condition is(Place place) {
        return PARKED_CALL.ID.eq(place.call());
    }

    private static Condition isOpen() {
        return PARKED_CALL.STATE.in(State.ASKED.text(), State.ANSWERED.text());
    }

    private static Condition inRound(State state, int round) {
        return PARKED_CALL.STATE.eq(state.text()).and(PARKED_CALL.ROUND.eq(round));
    }
}
