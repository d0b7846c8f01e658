// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A database that is away now and then, when an end is to be written. */
final class FailingRows implements ParkedRows {
    private final ParkedRows rows;
    volatile boolean away;

    FailingRows(ParkedRows rows) {
        this.rows = rows;
    }

    @Override
    public boolean ask(Place place, int round, RawJson questions) {
        requireThere();
        return rows.ask(place, round, questions);
    }

    @Override
    public Optional<RawJson> expire(Place place, int round) {
        return rows.expire(place, round);
    }

    @Override
    public Optional<RawJson> answers(Place place, int round) {
        return rows.answers(place, round);
    }

    @Override
    public boolean finish(Place place, Outcome end) {
        requireThere();
        return rows.finish(place, end);
    }

    @Override
    public Standing answer(Caller caller, Resumption resumption, UUID self) {
        return rows.answer(caller, resumption, self);
    }

    @Override
    public void lose(Caller caller, UUID call) {
        requireThere();
        rows.lose(caller, call);
    }

    @Override
    public Signals signals(UUID self, Set<UUID> waited) {
        return rows.signals(self, waited);
    }

    private void requireThere() {
        if (away) {
            throw new CasysException(ErrorCategory.UNAVAILABLE, "the database is away");
        }
    }
}
