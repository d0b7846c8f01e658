// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.Timeout;

/**
 * The pool of keep-alive connections to one server, HTTP/1.1 on blocking sockets. The thread that asks writes the
 * request and reads the answer itself. Nothing is followed, stored, repeated or unpacked: redirects, cookies and retries
 * would carry credentials or side effects where nobody wants them, compression would make sizes unpredictable. There is
 * no limit on the time an answer may take: whoever waits gives up and cancels the request. For any number of threads.
 */
final class HttpConnections implements Closeable {

    private static final int MOST = 256;
    private static final int PATIENCE_SECONDS = 60;

    private final HttpDialer dialer;
    private final HttpRequestExecutor executor = new HttpRequestExecutor();
    private final Semaphore permits = new Semaphore(MOST);
    private final ConcurrentLinkedDeque<IdleConnection> idle = new ConcurrentLinkedDeque<>();
    private final Set<HttpLease> leases = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    HttpConnections(HttpEndpoint endpoint) {
        dialer = new HttpDialer(endpoint);
    }

    /**
     * Sends the request and returns when the head of the answer is there. Close the answer; what follows its head is
     * read from the connection as it is asked for.
     *
     * @throws IllegalStateException once closed
     */
    ClassicHttpResponse execute(HttpUriRequestBase request, URI uri) throws IOException {
        complete(request, uri);
        acquire();
        HttpLease lease = new HttpLease(this::ended);
        leases.add(lease);
        boolean answered = false;
        try {
            if (closed) {
                throw new IllegalStateException("the connections are closed");
            }
            request.setDependency(lease);
            DefaultBHttpClientConnection connection = connect(lease, uri);
            Optional<Timeout> wait = Optional.ofNullable(request.getConfig())
                    .flatMap(config -> Optional.ofNullable(config.getResponseTimeout()));
            if (wait.isPresent()) {
                connection.setSocketTimeout(wait.get());
            }
            ClassicHttpResponse response = executor.execute(request, connection, HttpCoreContext.create());
            boolean reusable =
                    DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, null) && wait.isEmpty();
            lease.answered(reusable, IdleConnection.keepAlive(response));
            answered = true;
            HttpEntity entity = response.getEntity();
            if (entity == null) {
                lease.finish(true);
            } else {
                response.setEntity(new LeasedEntity(entity, lease));
            }
            return response;
        } catch (HttpException e) {
            throw new IOException("the answer breaks HTTP/1.1: " + e.getMessage(), e);
        } finally {
            if (!answered) {
                lease.finish(false);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        leases.forEach(HttpLease::cancel);
        closeIdle();
    }

    private void acquire() throws InterruptedIOException {
        try {
            if (!permits.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new InterruptedIOException(
                        MOST + " requests are under way, and none ended within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the wait for a connection was interrupted");
        }
    }

    private DefaultBHttpClientConnection connect(HttpLease lease, URI uri) throws IOException {
        for (IdleConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            if (next.isUsable()) {
                lease.hold(next.connection());
                return next.connection();
            }
            next.close();
        }
        return dialer.dial(uri, lease);
    }

    private static void complete(HttpUriRequestBase request, URI uri) {
        HttpEntity entity = request.getEntity();
        if (entity != null) {
            request.setHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(entity.getContentLength()));
            if (!request.containsHeader(HttpHeaders.CONTENT_TYPE)) {
                request.setHeader(HttpHeaders.CONTENT_TYPE, entity.getContentType());
            }
        }
        request.removeHeaders(HttpHeaders.TRANSFER_ENCODING);
        if (!request.containsHeader(HttpHeaders.HOST)) {
            request.setHeader(HttpHeaders.HOST, uri.getRawAuthority());
        }
        if (!request.containsHeader(HttpHeaders.USER_AGENT)) {
            request.setHeader(HttpHeaders.USER_AGENT, "casys");
        }
    }

    /** What becomes of a connection once its answer has been read, or not. */
    private void ended(HttpLease lease, Optional<IdleConnection> left) {
        leases.remove(lease);
        left.ifPresent(idle::addFirst);
        permits.release();
        if (closed) {
            closeIdle();
        }
    }

    private void closeIdle() {
        for (IdleConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            next.close();
        }
    }
}
