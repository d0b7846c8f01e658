// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcBatch;
import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcParseException;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpMethods;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Carries one message to the server and everything that comes back to the listener. The methods block and return the
 * reason why the whole connection is over, or nothing when it lives on. Holds no state of its own.
 */
final class HttpCourier {

    private static final int MOST_REDIRECTS = 3;
    private static final int MOST_FAILURES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration AFTER_ANSWER = Duration.ofSeconds(2);

    private final HttpEndpoint endpoint;
    private final HttpConnections connections;
    private final HttpSession session;
    private final TransportListener listener;
    private final JsonRpcCodec codec = new JsonRpcCodec();

    HttpCourier(HttpEndpoint endpoint, HttpConnections connections, HttpSession session, TransportListener listener) {
        this.endpoint = endpoint;
        this.connections = connections;
        this.session = session;
        this.listener = listener;
    }

    /** Posts the message and reads the answer to its end. */
    Optional<String> deliver(HttpExchange exchange) {
        try {
            Arrival arrival = Arrival.MOVED;
            for (int redirects = 0; arrival == Arrival.MOVED; redirects++) {
                arrival = post(exchange, redirects < MOST_REDIRECTS);
            }
            return reason(arrival);
        } catch (TransportException e) {
            failed(exchange, e);
        } catch (IOException e) {
            failed(exchange, ConnectionLoss.of(endpoint, reason(e), e));
        } catch (RuntimeException e) {
            failed(
                    exchange,
                    new TransportException(
                            TransportException.Kind.PROTOCOL, "the exchange with \"" + endpoint + "\" failed", e));
        }
        return Optional.empty();
    }

    /** Keeps the legacy stream open on which the server speaks unasked; returns when the server offers none. */
    Optional<String> listen(HttpExchange exchange) {
        Resumption resumption = new Resumption();
        int failures = 0;
        while (!exchange.isCancelled() && failures < MOST_FAILURES) {
            try {
                Arrival arrival = get(exchange, resumption);
                if (arrival != Arrival.DONE) {
                    return reason(arrival);
                }
                failures = 0;
            } catch (TransportException | IOException e) {
                if (exchange.isCancelled()) {
                    return Optional.empty();
                }
                failures++;
                listener.problem("its event stream broke: " + reason(e));
            } catch (IllegalStateException _) {
                // The connections were closed between two attempts.
                return Optional.empty();
            }
            pause(resumption.pause.multipliedBy(1L << failures));
        }
        return exchange.isCancelled()
                ? Optional.empty()
                : Optional.of("its event stream failed " + MOST_FAILURES + " times in a row");
    }

    /** How one exchange with the server went. */
    private enum Arrival {
        /** As far as it could. */
        DONE,
        /** The same again, at the new address. */
        MOVED,
        /** The server offers no stream. */
        NOT_OFFERED,
        /** The server has forgotten the session, so the whole connection is over. */
        SESSION_LOST
    }

    private static Optional<String> reason(Arrival arrival) {
        return arrival == Arrival.SESSION_LOST ? Optional.of("the server has ended the session") : Optional.empty();
    }

    /** Where a stream is to be taken up again. One thread. */
    private static final class Resumption {
        private Optional<String> lastId = Optional.empty();
        private Duration pause = FIRST_PAUSE;
    }

    private Arrival post(HttpExchange exchange, boolean mayMove) throws IOException {
        HttpPost request = new HttpPost(session.uri());
        session.prepare(request, exchange.message());
        request.setHeader("Accept", "application/json, text/event-stream");
        request.setEntity(new ByteArrayEntity(codec.encode(exchange.message()), ContentType.APPLICATION_JSON));
        exchange.carry(request);
        try (ClassicHttpResponse response = connections.execute(request, session.uri())) {
            int status = response.getCode();
            if (status >= 200 && status < 300) {
                accepted(exchange, response);
                return Arrival.DONE;
            }
            if (mayMove && isRedirect(status)) {
                follow(response, status);
                return Arrival.MOVED;
            }
            return refused(exchange, response, status);
        }
    }

    private void accepted(HttpExchange exchange, ClassicHttpResponse response) throws IOException {
        boolean isRequest = exchange.requestId().isPresent();
        if (exchange.message() instanceof JsonRpcRequest request
                && request.method().equals(McpMethods.INITIALIZE)) {
            session.opened(response);
        }
        HttpEntity entity = response.getEntity();
        if (entity != null && contentType(entity).equals("text/event-stream")) {
            Resumption resumption = new Resumption();
            try {
                readEvents(entity, exchange, resumption);
            } catch (IOException e) {
                if (exchange.isCancelled() || resumption.lastId.isEmpty()) {
                    throw e;
                }
            }
            resume(exchange, resumption);
            return;
        }
        byte[] body = entity == null ? new byte[0] : body(entity);
        if (isRequest && entity != null && contentType(entity).equals("application/json")) {
            messages(body, exchange);
        }
        if (isRequest && !exchange.isAnswered()) {
            throw new TransportException(
                    TransportException.Kind.PROTOCOL,
                    "\"" + endpoint + "\" took a request without answering it (HTTP status " + response.getCode()
                            + ", " + (entity == null ? "no body" : contentType(entity))
                            + "); is that the address of an MCP server?");
        }
    }

    /** Takes up a broken stream where it ended, as revisions 2025-03-26 to 2025-11-25 permit. */
    private void resume(HttpExchange exchange, Resumption resumption) throws IOException {
        boolean possible = session.version().era() == Era.LEGACY && resumption.lastId.isPresent();
        int attempts = possible ? MOST_FAILURES : 0;
        while (needsAnswer(exchange) && attempts-- > 0) {
            pause(resumption.pause);
            Optional<String> before = resumption.lastId;
            if (get(exchange, resumption) != Arrival.DONE) {
                break;
            }
            attempts = resumption.lastId.equals(before) ? attempts : MOST_FAILURES;
        }
        if (needsAnswer(exchange)) {
            throw new TransportException(
                    TransportException.Kind.PROTOCOL,
                    "\"" + endpoint + "\" ended the stream of an answer before the answer came");
        }
    }

    private static boolean needsAnswer(HttpExchange exchange) {
        return exchange.requestId().isPresent() && !exchange.isAnswered() && !exchange.isCancelled();
    }

    /** One GET until its stream ends. */
    private Arrival get(HttpExchange exchange, Resumption resumption) throws IOException {
        HttpGet request = new HttpGet(session.uri());
        session.prepare(request);
        request.setHeader("Accept", "text/event-stream");
        resumption.lastId.ifPresent(id -> request.setHeader("Last-Event-ID", id));
        exchange.carry(request);
        try (ClassicHttpResponse response = connections.execute(request, session.uri())) {
            HttpEntity entity = response.getEntity();
            int status = response.getCode();
            if (status == 200 && entity != null && contentType(entity).equals("text/event-stream")) {
                readEvents(entity, exchange, resumption);
                return Arrival.DONE;
            }
            if (status >= 500) {
                throw new IOException("HTTP status " + status);
            }
            byte[] body = entity == null ? new byte[0] : body(entity);
            return isSessionLost(status, body) ? Arrival.SESSION_LOST : Arrival.NOT_OFFERED;
        }
    }

    private void readEvents(HttpEntity entity, HttpExchange exchange, Resumption resumption) throws IOException {
        Optional<Thread> cutter = Optional.empty();
        try {
            // Not closed here: the entity would read to its end, which an event stream need not have.
            InputStream in = entity.getContent();
            EventReader events = new EventReader(in, endpoint.maxMessageBytes());
            while (events.next()) {
                resumption.lastId = events.lastId();
                messages(events.data(), exchange);
                if (exchange.isAnswered() && cutter.isEmpty()) {
                    cutter = Optional.of(cutLater(exchange));
                }
            }
            resumption.lastId = events.lastId().or(() -> resumption.lastId);
            resumption.pause = events.retry().orElse(resumption.pause);
        } catch (IOException e) {
            if (!exchange.isAnswered()) {
                throw e;
            }
        } finally {
            cutter.ifPresent(Thread::interrupt);
        }
    }

    /** A stream should end with its answer, and then its connection serves again; one that lingers is cut off. */
    private static Thread cutLater(HttpExchange exchange) {
        return Thread.ofVirtual().name("mcp-cutter").start(() -> {
            try {
                Thread.sleep(AFTER_ANSWER);
                exchange.cancel();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void messages(byte[] bytes, HttpExchange exchange) {
        try {
            if (codec.isBatch(bytes)) {
                JsonRpcBatch batch = codec.parseBatch(bytes);
                batch.messages().forEach(message -> message(message, exchange));
                return;
            }
            message(codec.parse(bytes), exchange);
        } catch (JsonRpcParseException e) {
            listener.problem("its answer is no message (" + e.getMessage() + ")");
        }
    }

    private void message(JsonRpcMessage message, HttpExchange exchange) {
        exchange.note(message);
        exchange.requestId().ifPresentOrElse(id -> listener.message(message, id), () -> listener.message(message));
    }

    private Arrival refused(HttpExchange exchange, ClassicHttpResponse response, int status) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? new byte[0] : body(entity);
        if (status == 401 || status == 403) {
            failed(exchange, unauthorized(status));
            return Arrival.DONE;
        }
        if (isSessionLost(status, body)) {
            return Arrival.SESSION_LOST;
        }
        Optional<JsonRpcFailure> failure = failure(body);
        if (failure.isPresent() && exchange.requestId().isPresent()) {
            message(new JsonRpcFailure(exchange.requestId(), failure.get().error()), exchange);
            return Arrival.DONE;
        }
        String said = new String(body, 0, Math.min(body.length, 200), StandardCharsets.UTF_8).strip();
        failed(
                exchange,
                new TransportException(
                        TransportException.Kind.HTTP_STATUS,
                        "\"" + endpoint + "\" answers with HTTP status " + status
                                + (said.isEmpty() ? "" : ": " + said)));
        return Arrival.DONE;
    }

    /**
     * A session that the server has forgotten answers with 404 (revision 2025-11-25, "Session Management"); the widely
     * used TypeScript SDK says 400 and names the session.
     */
    private boolean isSessionLost(int status, byte[] body) {
        if (!session.isOpen() || session.version().era() == Era.MODERN) {
            return false;
        }
        String text = new String(body, 0, Math.min(body.length, 4096), StandardCharsets.UTF_8);
        return status == 404 || (status == 400 && text.toLowerCase(Locale.ROOT).contains("session"));
    }

    private Optional<JsonRpcFailure> failure(byte[] body) {
        try {
            return codec.parse(body) instanceof JsonRpcFailure failure ? Optional.of(failure) : Optional.empty();
        } catch (JsonRpcParseException _) {
            return Optional.empty();
        }
    }

    private void follow(ClassicHttpResponse response, int status) {
        Header location = response.getFirstHeader("Location");
        if (location == null || location.getValue() == null || !session.moved(location.getValue())) {
            throw new TransportException(
                    TransportException.Kind.HTTP_STATUS,
                    "\"" + endpoint + "\" sends us elsewhere (HTTP status " + status
                            + "), which is not followed because of the credentials; configure the right address");
        }
    }

    private TransportException unauthorized(int status) {
        return new TransportException(
                TransportException.Kind.UNAUTHORIZED,
                "\"" + endpoint + "\" needs authorization (HTTP status " + status
                        + "); give it an Authorization header, or renew the one it has");
    }

    private void failed(HttpExchange exchange, TransportException problem) {
        if (exchange.isCancelled()) {
            return;
        }
        exchange.requestId()
                .ifPresentOrElse(
                        id -> listener.failed(id, problem),
                        () -> listener.problem("a message was not taken: " + problem.getMessage()));
    }

    private byte[] body(HttpEntity entity) throws IOException {
        int limit = endpoint.maxMessageBytes();
        byte[] bytes = entity.getContent().readNBytes(limit < Integer.MAX_VALUE ? limit + 1 : limit);
        if (bytes.length > limit) {
            throw new TransportException(
                    TransportException.Kind.TOO_LARGE,
                    "\"" + endpoint + "\" sent a message of more than " + limit
                            + " bytes; ask for less or raise the limit");
        }
        return bytes;
    }

    private static boolean isRedirect(int status) {
        return List.of(301, 302, 307, 308).contains(status);
    }

    private static String contentType(HttpEntity entity) {
        String type = entity.getContentType() == null ? "" : entity.getContentType();
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.compareTo(EventReader.LONGEST_RETRY) > 0 ? EventReader.LONGEST_RETRY : time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
