// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

import java.util.UUID;

/**
 * The list of the processes that share the database. Each method is one transaction; blocking; any thread; throws
 * {@link ai.casys.core.api.CasysException} if the database does not answer.
 */
public interface NodeRows {

    /** A sign of life; the first one enters the process. */
    void beat(UUID node);

    /** Says that the process ends, so that nobody waits until it counts as dead. */
    void signOff(UUID node);

    /**
     * Deletes calls that have expired and processes that are long dead.
     *
     * @param most rows of each kind at once
     * @return the rows deleted
     */
    int sweep(int most);
}
