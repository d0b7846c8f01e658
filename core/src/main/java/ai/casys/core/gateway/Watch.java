// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.JsonRpcNotification;

/** Somebody who is told that something has changed: a session, or a {@code subscriptions/listen} stream. */
@FunctionalInterface
interface Watch {

    /** Tells of it; returns quickly. */
    void tell(JsonRpcNotification notification);
}
