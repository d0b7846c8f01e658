// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static ai.casys.core.gateway.Messages.inbound;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ai.casys.core.catalog.Catalog;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.settings.Exposure;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;

/** One gateway over invented servers, and clients with sessions. */
abstract class GatewayFixture {

    final Catalog catalog = new Catalog();
    final FakeTools tools = new FakeTools(catalog).server("files", "read_file", "write_file");
    final FakeServers servers = new FakeServers();
    final ToolSearch search = ToolSearch.over(catalog);
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    Gateway gateway = gateway(new Exposure.Meta(), Optional.empty(), 1_000);
    long nextId;

    @AfterEach
    void close() {
        gateway.close();
        search.close();
    }

    Gateway gateway(Exposure exposure, Optional<String> plainServer, int mostSessions) {
        return new Gateway(
                TestParts.options(exposure, plainServer, mostSessions),
                TestParts.of(catalog, search, tools, servers, now::get));
    }

    Answer.Opened open(String version) {
        String params = "{\"protocolVersion\":\"" + version
                + "\",\"capabilities\":{\"roots\":{}},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}";
        return assertInstanceOf(
                Answer.Opened.class,
                gateway.handle(inbound(request("initialize", params), Optional.empty()), ClientStream.NONE));
    }

    Answer ask(String method, String params) {
        Session session = open("2025-11-25").session();
        return gateway.handle(inbound(request(method, params), Optional.of(session)), ClientStream.NONE);
    }

    JsonRpcRequest request(String method, String params) {
        nextId++;
        return new JsonRpcRequest(
                new RequestId.IntegerId(nextId),
                method,
                Optional.of(RawJson.ofTrusted(params.getBytes(StandardCharsets.UTF_8))));
    }

    static RawJson text(String text) {
        return RawJson.parse("{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}");
    }
}
