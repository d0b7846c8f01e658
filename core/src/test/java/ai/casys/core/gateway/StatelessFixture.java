// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static ai.casys.core.gateway.Messages.inbound;
import static ai.casys.core.gateway.Messages.raw;

import ai.casys.core.api.Caller;
import ai.casys.core.api.ListKind;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.settings.Exposure;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.node.JsonNodeFactory;

/** One gateway over an invented server, and clients of revision 2026-07-28. */
abstract class StatelessFixture {

    final Catalog catalog = new Catalog();
    final FakeTools tools = new FakeTools(catalog).server("files", "read_file", "write_file");
    final FakeServers servers = new FakeServers()
            .lists("files", ListKind.PROMPTS, "{\"name\":\"greet\",\"x\":1}")
            .lists("files", ListKind.RESOURCES, "{\"uri\":\"file:///a\",\"name\":\"a\"}")
            .lists("files", ListKind.RESOURCE_TEMPLATES, "{\"uriTemplate\":\"file:///{+path}\",\"name\":\"t\"}");
    volatile Instant now = Instant.parse("2026-11-23T10:00:00Z");
    final ToolSearch search = ToolSearch.over(catalog);
    final Gateway gateway = new Gateway(
            TestParts.options(new Exposure.All(), Optional.empty(), 10),
            TestParts.of(catalog, search, tools, servers, () -> now));

    @AfterEach
    void close() {
        gateway.close();
        search.close();
    }

    Answer ask(String method, String members, String capabilities) {
        return gateway.handle(inbound(request(method, members, capabilities), Caller.LOCAL), ClientStream.NONE);
    }

    static JsonRpcRequest request(String method, String members, String capabilities) {
        String meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":" + capabilities + "}";
        return new JsonRpcRequest(
                new RequestId.IntegerId(7),
                method,
                Optional.of(raw("{" + members + (members.isEmpty() ? "" : ",") + meta + "}")));
    }

    static RawJson text(String text) {
        return RawJson.of(JsonNodeFactory.instance
                .objectNode()
                .set(
                        "content",
                        JsonNodeFactory.instance
                                .arrayNode()
                                .add(JsonNodeFactory.instance
                                        .objectNode()
                                        .put("type", "text")
                                        .put("text", text))));
    }
}
