// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static ai.casys.core.gateway.Messages.inbound;
import static ai.casys.core.gateway.Messages.names;
import static ai.casys.core.gateway.Messages.raw;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.ListKind;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.settings.Exposure;
import ai.casys.core.settings.VirtualServer;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.node.StringNode;

/** Some invented servers, and gateways that show a part of them. */
abstract class VirtualServerFixture {

    final Catalog catalog = new Catalog();
    final FakeTools tools = new FakeTools(catalog)
            .server("files", "read_file", "read_secret", "write_file")
            .server("git", "log", "read_file", "push")
            .server("mail", "send");
    final FakeServers servers = new FakeServers()
            .lists("files", ListKind.PROMPTS, "{\"name\":\"greet\"}")
            .lists("git", ListKind.PROMPTS, "{\"name\":\"review\"}")
            .lists("files", ListKind.RESOURCES, "{\"uri\":\"file:///a\",\"name\":\"a\"}")
            .lists("mail", ListKind.RESOURCES, "{\"uri\":\"mail:///b\",\"name\":\"b\"}")
            .lists("mail", ListKind.RESOURCE_TEMPLATES, "{\"uriTemplate\":\"mail:///{x}\",\"name\":\"x\"}")
            .doing("files", "resources/read", (params, context) -> raw("{\"contents\":[]}"))
            .doing("mail", "resources/read", (params, context) -> raw("{\"contents\":[]}"))
            .doing("git", "prompts/get", (params, context) -> raw("{\"messages\":[]}"))
            .doing("mail", "completion/complete", (params, context) -> raw("{\"completion\":{\"values\":[]}}"));
    final ToolSearch search = ToolSearch.over(catalog);
    final List<Gateway> gateways = new ArrayList<>();
    long nextId;

    @AfterEach
    void close() {
        gateways.forEach(Gateway::close);
        search.close();
    }

    /** A virtual server that shows its servers' prompts and resources too, and all of its tools by name. */
    static VirtualServer virtual(String name, Set<String> servers, List<String> tools, Map<String, String> names) {
        return new VirtualServer(
                name,
                servers,
                tools,
                names,
                Map.of(),
                new Exposure.All(),
                true,
                true,
                Optional.empty(),
                Optional.empty());
    }

    static VirtualServer notes() {
        return new VirtualServer(
                "notes",
                Set.of("files", "git"),
                List.of("files__*", "git__*", "!*__read_secret", "!GIT__READ_*"),
                Map.of("files__read_file", "read"),
                Map.of("files:read_file", "Reads \"a\" note"),
                new Exposure.All(),
                true,
                true,
                Optional.empty(),
                Optional.empty());
    }

    Gateway gateway(VirtualServer settings) {
        return gateway(settings, tools);
    }

    Gateway gateway(VirtualServer settings, ToolCalls calls) {
        return gateway(new GatewayView(Optional.of(settings), List.of()), calls);
    }

    Gateway gateway(GatewayView view, ToolCalls calls) {
        GatewayOptions options = TestParts.options(new Exposure.All(), Optional.empty(), 100_000);
        Gateway gateway =
                new Gateway(options, TestParts.of(catalog, search, calls, servers, InstantSource.system()), view);
        gateways.add(gateway);
        return gateway;
    }

    static final class ToolCallNote implements ToolCalls {
        final List<String> names = new CopyOnWriteArrayList<>();

        @Override
        public RawJson call(String name, RawJson arguments, CallContext context) {
            names.add(name);
            return raw("{\"content\":[]}");
        }
    }

    Answer.Opened open(Gateway gateway, String client) {
        String params = "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"" + client
                + "\",\"version\":\"1\"}}";
        return assertInstanceOf(
                Answer.Opened.class,
                gateway.handle(inbound(request("initialize", params), Optional.empty()), ClientStream.NONE));
    }

    Answer ask(Gateway gateway, String method, String params) {
        Session session = open(gateway, "t").session();
        try {
            return ask(gateway, session, method, params);
        } finally {
            gateway.end(session);
        }
    }

    Answer ask(Gateway gateway, Session session, String method, String params) {
        return gateway.handle(inbound(request(method, params), Optional.of(session)), ClientStream.NONE);
    }

    Answer stateless(Gateway gateway, String client) {
        String params = "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{},"
                + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"" + client + "\",\"version\":\"1\"}}}";
        return gateway.handle(inbound(request("tools/list", params), Optional.empty()), ClientStream.NONE);
    }

    JsonRpcRequest request(String method, String params) {
        nextId++;
        return new JsonRpcRequest(new RequestId.IntegerId(nextId), method, Optional.of(raw(params)));
    }

    static String call(String name) {
        return "{\"name\":" + quoted(name) + ",\"arguments\":{}}";
    }

    static String callTool(String name) {
        return "{\"name\":\"call_tool\",\"arguments\":{\"name\":" + quoted(name) + "}}";
    }

    static String quoted(String text) {
        return StringNode.valueOf(text).toString();
    }
}
