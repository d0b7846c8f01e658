// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.settings.BuiltinSettings;
import ai.casys.shared.jsonrpc.RawJson;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/** The servers over a folder of the test, with a fixed clock and a page at {@code http://docs.example/guide}. */
final class BuiltinFixture implements AutoCloseable {

    private static final String PAGE = """
            <html><head><title>Guide</title><script>alert(1)</script></head>
            <body><h1>Guide</h1><p>Read the <a href="/api">API   notes</a> &amp; <b>enjoy</b>.</p>
            <ul><li>one<li>two</ul></body></html>
            """;

    private final HttpServer web;
    private final BuiltinServers servers;

    BuiltinFixture(Path root) throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        web.createContext("/guide", exchange -> {
            byte[] body = PAGE.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        web.start();
        BuiltinSettings settings =
                new BuiltinSettings(Set.of(), List.of(root), Set.of("docs.example"), 1 << 20, Duration.ofSeconds(10));
        servers = BuiltinServers.create(
                settings,
                InstantSource.fixed(Instant.parse("2026-11-23T09:30:00Z")),
                _ -> List.of(InetAddress.getLoopbackAddress()));
    }

    BuiltinServers servers() {
        return servers;
    }

    String port() {
        return ":" + web.getAddress().getPort();
    }

    JsonNode call(BuiltinSamples.Sample sample) {
        return call(
                sample.server(),
                sample.tool(),
                sample.arguments().replace("docs.example/", "docs.example" + port() + "/"));
    }

    JsonNode call(String server, String tool, String arguments) {
        CallContext context = CallContext.of(Caller.LOCAL, Duration.ofSeconds(30));
        return servers.call(server, tool, RawJson.parse(arguments), context).tree();
    }

    @Override
    public void close() {
        web.stop(0);
    }
}
