// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking.store;

import static ai.casys.core.storage.generated.Tables.NODE;
import static ai.casys.core.storage.generated.Tables.PARKED_CALL;

import ai.casys.core.gateway.parking.NodeBeat;
import java.time.OffsetDateTime;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** What of a parked call depends on the clock, which is always the database's. */
final class Liveness {

    private Liveness() {}

    /** Whether the process that holds the call has signed on, not off, and has given a sign of life lately. */
    static Condition holderLives() {
        return DSL.exists(DSL.selectOne()
                .from(NODE)
                .where(NODE.ID.eq(PARKED_CALL.NODE_ID))
                .and(NODE.STOPPED_AT.isNull())
                .and(NODE.HEARTBEAT_AT.gt(after(-NodeBeat.DEAD_AFTER.toMillis()))));
    }

    /** Whether the call may be forgotten. While a server works on answers of a client, time does not count. */
    static Condition expired(Condition holderLives) {
        return PARKED_CALL
                .EXPIRES_AT
                .le(after(0))
                .andNot(PARKED_CALL.STATE.eq(State.ANSWERED.text()).and(holderLives));
    }

    /** So many milliseconds from now. */
    static Field<OffsetDateTime> after(long millis) {
        return DSL.field("now() + {0} * interval '1 millisecond'", OffsetDateTime.class, DSL.inline(millis));
    }
}
