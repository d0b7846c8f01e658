// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.shared.jsonrpc.JsonRpcMessage;

/** What a response says once it is a stream. */
interface Track {

    /** Says a message; never blocks. */
    void add(JsonRpcMessage message);

    /** Nothing follows; waits until the client has read it all or is gone. */
    void finish();
}
