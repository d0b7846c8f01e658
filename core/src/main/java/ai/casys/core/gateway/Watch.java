// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Owner;
import ai.casys.shared.jsonrpc.JsonRpcNotification;

/** Somebody who is told that something has changed: a session, or a {@code subscriptions/listen} stream. */
interface Watch {

    /** Whose it is. */
    Owner owner();

    /** Tells of it; returns quickly. */
    void tell(JsonRpcNotification notification);

    /** Whether it has ended, so that it can be told nothing any more. */
    boolean isOver();
}
