// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.util.List;

/**
 * A batch of revision 2025-03-26: the elements that are messages, in their order, and for each element that is none the
 * answer it deserves. One bad element does not spoil the others (JSON-RPC 2.0 section 6).
 *
 * @param messages the valid elements
 * @param refusals one failure for each invalid element, to be sent back with the answers
 */
public record JsonRpcBatch(List<JsonRpcMessage> messages, List<JsonRpcFailure> refusals) {
    public JsonRpcBatch {
        messages = List.copyOf(messages);
        refusals = List.copyOf(refusals);
    }
}
