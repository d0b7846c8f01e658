// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Caller;
import ai.casys.core.gateway.parking.Outcome;
import ai.casys.core.gateway.parking.ParkedRows;
import ai.casys.core.gateway.parking.Resumption;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The parked calls of one process in memory, for tests that are about something else than durability. */
public final class MemoryRows implements ParkedRows {

    private final Map<UUID, Row> rows = new HashMap<>();

    private static final class Row {
        private final Place place;
        private int round;
        private Optional<RawJson> answers = Optional.empty();
        private Optional<Outcome> end = Optional.empty();

        Row(Place place) {
            this.place = place;
        }
    }

    @Override
    public synchronized boolean ask(Place place, int round, RawJson questions) {
        Row row = rows.computeIfAbsent(place.call(), call -> new Row(place));
        row.round = round;
        row.answers = Optional.empty();
        return row.end.isEmpty();
    }

    @Override
    public synchronized Optional<RawJson> expire(Place place, int round) {
        return answers(place, round).or(() -> {
            rows.remove(place.call());
            return Optional.empty();
        });
    }

    @Override
    public synchronized Optional<RawJson> answers(Place place, int round) {
        return Optional.ofNullable(rows.get(place.call()))
                .filter(row -> row.round == round)
                .flatMap(row -> row.answers);
    }

    @Override
    public synchronized boolean finish(Place place, Outcome end) {
        Row row = rows.computeIfAbsent(place.call(), call -> new Row(place));
        row.end = row.end.or(() -> Optional.of(end));
        return row.end.get().equals(end);
    }

    @Override
    public synchronized Standing answer(Caller caller, Resumption resumption, UUID self) {
        Row row = rows.get(resumption.call());
        if (row == null
                || !row.place.caller().equals(caller)
                || !row.place.facts().paramsDigest().equals(resumption.paramsDigest())) {
            return new Standing.Settled(new Outcome.Gone());
        }
        if (row.round != resumption.round()) {
            return new Standing.Settled(new Outcome.Refused(Outcome.Misfit.WRONG_ROUND));
        }
        if (row.answers.isPresent() && !row.answers.get().equals(resumption.answers())) {
            return new Standing.Settled(new Outcome.Refused(Outcome.Misfit.ANSWERED_DIFFERENTLY));
        }
        row.answers = Optional.of(resumption.answers());
        return row.end.<Standing>map(Standing.Settled::new).orElseGet(() -> new Standing.Running(row.place.node()));
    }

    @Override
    public synchronized void lose(Caller caller, UUID call) {
        Optional.ofNullable(rows.get(call))
                .ifPresent(row -> row.end = row.end.or(() -> Optional.of(new Outcome.Lost(row.place.node()))));
    }

    @Override
    public synchronized Signals signals(UUID self, Set<UUID> waited) {
        Map<UUID, Integer> answered = new HashMap<>();
        Set<UUID> settled = new HashSet<>();
        rows.forEach((call, row) -> {
            if (row.answers.isPresent() && row.end.isEmpty()) {
                answered.put(call, row.round);
            }
            if (row.end.isPresent() && waited.contains(call)) {
                settled.add(call);
            }
        });
        return new Signals(answered, Set.of(), settled);
    }
}
