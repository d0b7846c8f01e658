// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.ProtocolVersion;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A transport without a server: opens in either era, keeps what is sent, and lets a test say what comes. */
final class FakeTransport implements McpTransport {

    final List<JsonRpcMessage> sent = new CopyOnWriteArrayList<>();
    final List<RequestId> abandoned = new CopyOnWriteArrayList<>();
    private volatile Optional<TransportListener> listener = Optional.empty();

    @Override
    public void start(TransportListener receiver) {
        listener = Optional.of(receiver);
    }

    /** What comes from the server. */
    TransportListener incoming() {
        return listener.orElseThrow();
    }

    JsonRpcMessage lastSent() {
        return sent.getLast();
    }

    @Override
    public void send(JsonRpcMessage message) {
        sent.add(message);
        if (message instanceof JsonRpcRequest request) {
            switch (request.method()) {
                case McpMethods.INITIALIZE -> answer(request, """
                        {"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"f","version":"1"}}""");
                case McpMethods.DISCOVER -> answer(request, """
                        {"supportedVersions":["2026-07-28"],"capabilities":{}}""");
                default -> {
                    // The test answers.
                }
            }
        }
    }

    private void answer(JsonRpcRequest request, String result) {
        incoming().message(new JsonRpcResult(request.id(), RawJson.parse(result)));
    }

    @Override
    public void protocolVersion(ProtocolVersion version) {}

    @Override
    public boolean abandon(RequestId request) {
        abandoned.add(request);
        return false;
    }

    @Override
    public String description() {
        return "fake";
    }

    @Override
    public void close() {}
}
