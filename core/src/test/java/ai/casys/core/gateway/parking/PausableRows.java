// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

import java.util.UUID;

/** Lets a process be out of breath. */
final class PausableRows implements NodeRows {
    private final NodeRows rows;
    volatile boolean paused;

    PausableRows(NodeRows rows) {
        this.rows = rows;
    }

    @Override
    public void beat(UUID node) {
        if (!paused) {
            rows.beat(node);
        }
    }

    @Override
    public void signOff(UUID node) {
        rows.signOff(node);
    }

    @Override
    public int sweep(int most) {
        return rows.sweep(most);
    }
}
