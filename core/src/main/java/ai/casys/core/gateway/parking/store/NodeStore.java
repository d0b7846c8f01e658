// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking.store;

import static ai.casys.core.storage.generated.Tables.NODE;
import static ai.casys.core.storage.generated.Tables.PARKED_CALL;

import ai.casys.core.gateway.parking.NodeRows;
import ai.casys.core.storage.Database;
import java.time.Duration;
import java.util.UUID;
import org.jooq.impl.DSL;

/** The table of processes. Safe for any number of threads. */
public final class NodeStore implements NodeRows {

    /** Long after every call of a dead process has expired. */
    private static final Duration REMEMBERED = Duration.ofDays(2);

    private final Database database;

    public NodeStore(Database database) {
        this.database = database;
    }

    @Override
    public void beat(UUID node) {
        database.<Integer>asSystem(
                "sign of life",
                context -> context.insertInto(NODE)
                        .set(NODE.ID, node)
                        .onConflict(NODE.ID)
                        .doUpdate()
                        .set(NODE.HEARTBEAT_AT, Liveness.after(0))
                        .where(NODE.STOPPED_AT.isNull())
                        .execute());
    }

    @Override
    public void signOff(UUID node) {
        database.<Integer>asSystem(
                "sign off",
                context -> context.update(NODE)
                        .set(NODE.STOPPED_AT, Liveness.after(0))
                        .where(NODE.ID.eq(node))
                        .execute());
    }

    @Override
    public int sweep(int most) {
        int calls = database.asSystem(
                "sweep parked calls",
                context -> context.deleteFrom(PARKED_CALL)
                        .where(DSL.row(PARKED_CALL.TENANT_ID, PARKED_CALL.ID)
                                .in(DSL.select(PARKED_CALL.TENANT_ID, PARKED_CALL.ID)
                                        .from(PARKED_CALL)
                                        .where(Liveness.expired(Liveness.holderLives()))
                                        .limit(most)))
                        .execute());
        int nodes = database.asSystem(
                "sweep nodes",
                context -> context.deleteFrom(NODE)
                        .where(NODE.ID.in(DSL.select(NODE.ID)
                                .from(NODE)
                                .where(NODE.HEARTBEAT_AT.lt(Liveness.after(-REMEMBERED.toMillis())))
                                .limit(most)))
                        .execute());
        return calls + nodes;
    }
}
