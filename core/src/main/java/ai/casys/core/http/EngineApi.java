// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.About;
import ai.casys.core.api.EngineStatus;
import ai.casys.core.api.ServerSummary;
import ai.casys.core.identity.Gatekeeper;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the engine says about itself: health, about, status, the page at {@code /}; and the request to stop it. */
final class EngineApi {

    private static final Logger LOG = LoggerFactory.getLogger(EngineApi.class);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final EngineView engine;
    private final Gatekeeper gatekeeper;
    private final RequestGuard guard;

    EngineApi(EngineView engine, Gatekeeper gatekeeper, RequestGuard guard) {
        this.engine = engine;
        this.gatekeeper = gatekeeper;
        this.guard = guard;
    }

    void live(Context context) {
        Answers.json(context, 200, JSON.objectNode().put("status", "live"));
    }

    void ready(Context context) {
        boolean draining = guard.isDraining();
        boolean ready = !draining && engine.ready().getAsBoolean();
        String status = draining ? "stopping" : ready ? "ready" : "starting";
        Answers.json(context, ready ? 200 : 503, JSON.objectNode().put("status", status));
    }

    void about(Context context) {
        About about = engine.about();
        Answers.json(
                context,
                200,
                JSON.objectNode()
                        .put("name", about.name())
                        .put("version", about.version())
                        .put("license", about.license())
                        .put("source", about.source().toString()));
    }

    void status(Context context) {
        gatekeeper.admit(Requests.credentials(context));
        EngineStatus status = engine.status().get();
        ObjectNode answer = JSON.objectNode()
                .put("version", status.version())
                .put("mode", status.mode())
                .put("started_at", status.startedAt().toString())
                .put("ready", status.ready())
                .put("tools", status.tools())
                .put("sessions", status.sessions());
        ArrayNode problems = answer.putArray("problems");
        status.problems().forEach(problems::add);
        ArrayNode views = answer.putArray("virtual_servers");
        status.virtualServers()
                .forEach(view -> views.addObject()
                        .put("name", view.name())
                        .put("path", view.path())
                        .put("tools", view.tools())
                        .put("sessions", view.sessions()));
        ArrayNode servers = answer.putArray("servers");
        status.servers().forEach(server -> servers.add(server(server)));
        Answers.json(context, 200, answer);
    }

    void stop(Context context) {
        gatekeeper.admitOperator(Requests.credentials(context));
        LOG.info("asked to stop by request {}", Requests.correlationId(context));
        Answers.json(context, 202, JSON.objectNode().put("status", "stopping"));
        Thread.ofVirtual().name("engine-stop").start(engine.stop());
    }

    /** A page without script, style or anything else that would have to be fetched. */
    void page(Context context) {
        About about = engine.about();
        String base = context.scheme() + "://" + context.req().getHeader("Host");
        String html = """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><title>%1$s</title></head>
                <body>
                <h1>%1$s %2$s</h1>
                <p>This is an MCP server that stands in front of your other MCP servers.
                Connect a client to <code>%3$s/mcp</code> (streamable HTTP):</p>
                <pre>{"mcpServers": {"casys": {"type": "http", "url": "%3$s/mcp"}}}</pre>
                <p>State: <a href="/api/v1/status">/api/v1/status</a>.
                Interface: <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.</p>
                <p>Free software under %4$s: <a href="%5$s">source code</a>.</p>
                </body>
                </html>
                """.formatted(
                        escape(about.name()),
                        escape(about.version()),
                        escape(base),
                        escape(about.license()),
                        escape(about.source().toString()));
        Answers.bytes(context, 200, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode server(ServerSummary server) {
        ObjectNode node = JSON.objectNode()
                .put("name", server.name())
                .put("state", server.state())
                .put("builtin", server.builtin())
                .put("tools", server.tools())
                .put("restarts", server.restarts());
        server.since().ifPresent(since -> node.put("since", since.toString()));
        server.protocolVersion().ifPresent(version -> node.put("protocol_version", version));
        server.lastError().ifPresent(error -> node.put("last_error", error));
        server.logFile().ifPresent(file -> node.put("log_file", file));
        return node;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
