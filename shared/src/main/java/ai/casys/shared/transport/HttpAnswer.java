// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcParseException;
import ai.casys.shared.mcp.Era;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/**
 * The answer of a server to one HTTP request, read within the limits of its endpoint. A connection whose answer was read
 * to its end serves again; any other is cut off, since whoever sends without end would have us read without end. One
 * thread.
 */
final class HttpAnswer implements Closeable {

    private static final List<Integer> REDIRECTS = List.of(301, 302, 307, 308);
    /** As much of an answer without declared length is read at first. */
    private static final int USUAL_BYTES = 2 << 10;

    private static final JsonRpcCodec CODEC = new JsonRpcCodec();

    private final HttpEndpoint endpoint;
    private final HttpUriRequestBase request;
    private final ClassicHttpResponse response;
    private boolean whole;

    private HttpAnswer(HttpEndpoint endpoint, HttpUriRequestBase request, ClassicHttpResponse response) {
        this.endpoint = endpoint;
        this.request = request;
        this.response = response;
        this.whole = response.getEntity() == null;
    }

    /** Sends the request; returns when the head of the answer is there. */
    static HttpAnswer to(HttpUriRequestBase request, HttpEndpoint endpoint, HttpConnections connections, URI uri)
            throws IOException {
        return new HttpAnswer(endpoint, request, connections.execute(request, uri));
    }

    @Override
    public void close() {
        if (!whole) {
            request.cancel();
        }
        try {
            response.close();
        } catch (IOException _) {
            // What there was to read has been read, and the connection is not used again.
            request.cancel();
        }
    }

    /** The body was read to its end. */
    void finished() {
        whole = true;
    }

    int status() {
        return response.getCode();
    }

    boolean isSuccess() {
        return status() >= 200 && status() < 300;
    }

    boolean isRedirect() {
        return REDIRECTS.contains(status());
    }

    Optional<String> header(String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? Optional.empty() : Optional.ofNullable(header.getValue());
    }

    /** The media type in lower case without parameters; empty if there is none. */
    String contentType() {
        HttpEntity entity = response.getEntity();
        String type = entity == null || entity.getContentType() == null ? "" : entity.getContentType();
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    boolean isEventStream() {
        return contentType().equals("text/event-stream");
    }

    /** The body as it comes. Not to be closed: it would be read to its end, which an event stream need not have. */
    InputStream stream() throws IOException {
        HttpEntity entity = response.getEntity();
        return entity == null ? InputStream.nullInputStream() : entity.getContent();
    }

    /**
     * The whole body.
     *
     * @throws TransportException TOO_LARGE beyond the limit of the endpoint
     */
    byte[] body() throws IOException {
        int limit = endpoint.maxMessageBytes();
        long declared = declaredLength();
        if (declared > limit) {
            throw tooLarge();
        }
        // Asked for more than there is, the stream would fill buffers of its own that are far larger than most answers.
        InputStream in = stream();
        byte[] bytes = in.readNBytes(declared < 0 ? Math.min(limit, USUAL_BYTES) : (int) declared);
        int next = in.read();
        if (next >= 0) {
            bytes = withRest(bytes, next, in, limit);
        }
        finished();
        return bytes;
    }

    /** What the answer says that its body has; -1 if it does not say. */
    private long declaredLength() {
        HttpEntity entity = response.getEntity();
        return entity == null ? 0 : entity.getContentLength();
    }

    private byte[] withRest(byte[] begin, int next, InputStream in, int limit) throws IOException {
        byte[] rest = in.readNBytes(limit - begin.length);
        if (begin.length == limit || begin.length + 1L + rest.length > limit) {
            throw tooLarge();
        }
        byte[] all = Arrays.copyOf(begin, begin.length + 1 + rest.length);
        all[begin.length] = (byte) next;
        System.arraycopy(rest, 0, all, begin.length + 1, rest.length);
        return all;
    }

    TransportException tooLarge() {
        return new TransportException(
                TransportException.Kind.TOO_LARGE,
                "\"" + endpoint + "\" sent a message of more than " + endpoint.maxMessageBytes()
                        + " bytes; ask for less or raise the limit");
    }

    /** The JSON-RPC error that a body carries. */
    static Optional<JsonRpcError> error(byte[] body) {
        try {
            return CODEC.parse(body) instanceof JsonRpcFailure failure
                    ? Optional.of(failure.error())
                    : Optional.empty();
        } catch (JsonRpcParseException _) {
            return Optional.empty();
        }
    }

    /** What the status means for whoever sent the request. */
    TransportException refusal(byte[] body) {
        int status = status();
        if (status == 401 || status == 403) {
            return new TransportException(
                    TransportException.Kind.UNAUTHORIZED,
                    "\"" + endpoint + "\" needs authorization (HTTP status " + status
                            + "); give it an Authorization header, or renew the one it has");
        }
        String said = new String(body, 0, Math.min(body.length, 200), StandardCharsets.UTF_8).strip();
        return new TransportException(
                TransportException.Kind.HTTP_STATUS,
                "\"" + endpoint + "\" answers with HTTP status " + status + (said.isEmpty() ? "" : ": " + said));
    }

    /**
     * A session that the server has forgotten answers with 404 (revision 2025-11-25, "Session Management"); the widely
     * used TypeScript SDK says 400 and names the session.
     */
    boolean isSessionLost(HttpSession session, byte[] body) {
        if (!session.isOpen() || session.version().era() == Era.MODERN) {
            return false;
        }
        String text = new String(body, 0, Math.min(body.length, 4096), StandardCharsets.UTF_8);
        return status() == 404
                || (status() == 400 && text.toLowerCase(Locale.ROOT).contains("session"));
    }

    /** Follows a redirection within the origin. */
    void follow(HttpSession session) throws IOException {
        body();
        if (header("Location").filter(session::moved).isEmpty()) {
            throw new TransportException(
                    TransportException.Kind.HTTP_STATUS,
                    "\"" + endpoint + "\" sends us elsewhere (HTTP status " + status()
                            + "), which is not followed because of the credentials; configure the right address");
        }
    }
}
