// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.Timeout;

/**
 * Opens connections to one server: only to addresses that are permitted, TLS with the name checked against the
 * certificate, no proxy. For any number of threads.
 */
final class HttpDialer {

    /** The head of an answer is held in memory before anybody sees it. An idle connection keeps its buffers. */
    private static final Http1Config LIMITS = Http1Config.custom()
            .setBufferSize(1 << 13)
            .setMaxLineLength(1 << 16)
            .setMaxHeaderCount(500)
            .build();

    private final PermittedAddresses addresses;
    private final Timeout timeout;
    private final TlsConfig tlsTimeout;
    private final TlsSocketStrategy tls = DefaultClientTlsStrategy.createDefault();

    HttpDialer(HttpEndpoint endpoint) {
        addresses = new PermittedAddresses(endpoint.permitted());
        timeout = Timeout.of(endpoint.connectTimeout());
        tlsTimeout = TlsConfig.custom().setHandshakeTimeout(timeout).build();
    }

    /**
     * Connects to the first address that answers; the lease holds what is being opened, so that it can be cut.
     *
     * @throws ConnectException or another exception that {@link ConnectionLoss} knows; nothing was sent then
     */
    DefaultBHttpClientConnection dial(URI uri, HttpLease lease) throws IOException {
        boolean secure = uri.getScheme().equalsIgnoreCase("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        Socket socket = connect(uri.getHost(), port, lease);
        DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(LIMITS);
        if (secure) {
            connection.bind(secured(socket, uri.getHost(), port), socket);
        } else {
            connection.bind(socket);
        }
        lease.hold(connection);
        return connection;
    }

    private Socket connect(String host, int port, HttpLease lease) throws IOException {
        IOException last = new ConnectException("\"" + host + "\" has no address");
        for (InetAddress address : addresses.resolve(host)) {
            Socket socket = new Socket();
            lease.hold(socket);
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, port), timeout.toMillisecondsIntBound());
                return socket;
            } catch (SocketTimeoutException e) {
                last = new ConnectException(
                        "no connection to " + address.getHostAddress() + " within " + timeout.toMilliseconds() + " ms");
                last.initCause(e);
            } catch (IOException e) {
                last = e;
            }
            socket.close();
        }
        throw last;
    }

    private SSLSocket secured(Socket socket, String host, int port) throws IOException {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try {
            SSLSocket secured = tls.upgrade(socket, name, port, tlsTimeout, HttpCoreContext.create());
            secured.setSoTimeout(0);
            return secured;
        } catch (SocketTimeoutException e) {
            socket.close();
            ConnectException late = new ConnectException(
                    "\"" + host + "\" did not finish the TLS handshake within " + timeout.toMilliseconds() + " ms");
            late.initCause(e);
            throw late;
        } catch (SSLHandshakeException | SSLPeerUnverifiedException e) {
            socket.close();
            throw e;
        } catch (IOException e) {
            socket.close();
            // Whatever it was, no request has been sent.
            ConnectException failed = new ConnectException("no TLS with \"" + host + "\": " + e.getMessage());
            failed.initCause(e);
            throw failed;
        }
    }
}
