// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

/** Any message of JSON-RPC 2.0. */
public sealed interface JsonRpcMessage permits JsonRpcRequest, JsonRpcNotification, JsonRpcResult, JsonRpcFailure {}
