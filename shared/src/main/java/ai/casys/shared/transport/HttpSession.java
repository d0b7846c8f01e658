// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawMember;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.ProtocolVersion;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all requests to one server share: its address, the session it has opened, the revision that is spoken. Each
 * field is replaced as a whole; any number of threads may read.
 */
final class HttpSession {

    private static final Logger log = LoggerFactory.getLogger(HttpSession.class);
    private static final String SESSION = "Mcp-Session-Id";

    /** Nobody waits for what follows a notification, so nobody would give it up. */
    private static final RequestConfig NO_ANSWER_EXPECTED = RequestConfig.custom()
            .setConnectionRequestTimeout(10, TimeUnit.SECONDS)
            .setResponseTimeout(10, TimeUnit.SECONDS)
            .setAuthenticationEnabled(false)
            .build();

    private final HttpEndpoint endpoint;
    private volatile URI uri;
    private volatile Optional<String> id = Optional.empty();
    private volatile ProtocolVersion version = ProtocolVersion.NEWEST_LEGACY;

    HttpSession(HttpEndpoint endpoint) {
        this.endpoint = endpoint;
        this.uri = endpoint.uri();
    }

    URI uri() {
        return uri;
    }

    ProtocolVersion version() {
        return version;
    }

    void speak(ProtocolVersion chosen) {
        version = chosen;
    }

    boolean isOpen() {
        return id.isPresent();
    }

    /** Remembers the session that the answer to {@code initialize} opens. */
    void opened(HttpAnswer answer) {
        answer.header(SESSION)
                .filter(text -> !text.isBlank() && HeaderText.isPlain(text))
                .ifPresent(text -> id = Optional.of(text));
    }

    /** Follows the server to another path of the same origin; whether that is where it sends us. */
    boolean moved(String location) {
        Optional<URI> target = within(location);
        target.ifPresent(place -> uri = place);
        return target.isPresent();
    }

    /** The place that the server names, if it is one of our origin: nothing else may see our credentials. */
    Optional<URI> within(String location) {
        try {
            URI target = uri.resolve(new URI(location));
            boolean sameOrigin = uri.getScheme().equalsIgnoreCase(target.getScheme())
                    && uri.getHost().equalsIgnoreCase(target.getHost())
                    && port(uri) == port(target)
                    && target.getRawUserInfo() == null;
            return sameOrigin ? Optional.of(target) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static int port(URI place) {
        if (place.getPort() >= 0) {
            return place.getPort();
        }
        return place.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    /** Sets the headers that every request has. */
    void prepare(HttpUriRequestBase request) {
        endpoint.headers().forEach(request::setHeader);
        id.ifPresent(session -> request.setHeader(SESSION, session));
        if (version.compareTo(ProtocolVersion.V2025_06_18) >= 0) {
            request.setHeader("MCP-Protocol-Version", version.text());
        }
    }

    /** Sets the headers that depend on the message. */
    void prepare(HttpUriRequestBase request, HttpExchange exchange) {
        prepare(request);
        if (exchange.requestId().isEmpty()) {
            request.setConfig(NO_ANSWER_EXPECTED);
        }
        exchange.headers().forEach(request::setHeader);
        switch (exchange.message()) {
            case JsonRpcRequest question
            when question.method().equals(McpMethods.INITIALIZE) -> {
                request.removeHeaders("MCP-Protocol-Version");
                request.removeHeaders(SESSION);
            }
            case JsonRpcRequest question
            when version.era() == Era.MODERN -> {
                request.setHeader("Mcp-Method", HeaderText.encode(question.method()));
                subject(question).ifPresent(name -> request.setHeader("Mcp-Name", HeaderText.encode(name)));
            }
            case JsonRpcNotification note
            when version.era() == Era.MODERN -> request.setHeader("Mcp-Method", HeaderText.encode(note.method()));
            default -> {
                // Nothing more for the legacy era and for answers.
            }
        }
    }

    /** Tells the server that the session is over, as far as it has one. */
    void end(HttpConnections connections) {
        if (id.isEmpty()) {
            return;
        }
        HttpDelete request = new HttpDelete(uri);
        prepare(request);
        request.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(1, TimeUnit.SECONDS)
                .setResponseTimeout(2, TimeUnit.SECONDS)
                .setAuthenticationEnabled(false)
                .build());
        try (HttpAnswer answer = HttpAnswer.to(request, endpoint, connections, uri)) {
            log.debug("{} ended its session with HTTP status {}", endpoint, answer.status());
        } catch (IOException e) {
            log.debug("{} could not be told that the session is over: {}", endpoint, e.getMessage());
        }
    }

    /** What {@code Mcp-Name} has to say (revision 2026-07-28, "Standard Request Headers", and its tasks extension). */
    private static Optional<String> subject(JsonRpcRequest request) {
        Optional<String> member = switch (request.method()) {
            case McpMethods.TOOLS_CALL, McpMethods.PROMPTS_GET -> Optional.of("name");
            case McpMethods.RESOURCES_READ -> Optional.of("uri");
            case McpMethods.TASKS_GET, McpMethods.TASKS_UPDATE, McpMethods.TASKS_CANCEL -> Optional.of("taskId");
            default -> Optional.empty();
        };
        return member.flatMap(name -> request.params()
                        .filter(RawJson::isObject)
                        .flatMap(params -> RawMember.find(params, name).value()))
                .flatMap(RawJson::text);
    }
}
