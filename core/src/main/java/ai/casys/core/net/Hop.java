// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One request to one host whose addresses are checked and fixed. Used by one thread; {@link #abort()} may come from any
 * other and closes the socket under a reader that waits.
 */
final class Hop implements AutoCloseable {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final CloseableHttpClient client;
    private final TargetUrl url;

    Hop(TargetUrl url, List<InetAddress> addresses, TlsSocketStrategy tls, Duration remaining) {
        this.url = url;
        Duration silence = remaining.compareTo(LONGEST_SILENCE) < 0 ? remaining : LONGEST_SILENCE;
        Timeout timeout = Timeout.ofMilliseconds(Math.max(1, silence.toMillis()));
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new Fixed(url.host(), addresses))
                        .setTlsSocketStrategy(tls)
                        .setDefaultSocketConfig(
                                SocketConfig.custom().setSoTimeout(timeout).build())
                        .setDefaultTlsConfig(
                                TlsConfig.custom().setHandshakeTimeout(timeout).build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(timeout)
                                .setSocketTimeout(timeout)
                                .build())
                        .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(timeout).build())
                .setRoutePlanner(new DefaultRoutePlanner(null))
                .setUserAgent("casys-web/1")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    OutboundHttp.Answer exchange(OutboundRequest request, Map<String, String> headers) throws IOException {
        HttpUriRequestBase message = new HttpUriRequestBase(request.method().name(), url.uri());
        headers.forEach(message::setHeader);
        message.setHeader("Accept-Encoding", "gzip");
        try {
            // The response is not closed but cut off: closing reads the rest of a long body to save a connection.
            return answer(client.executeOpen(null, message, null), request.maxBytes());
        } finally {
            abort();
        }
    }

    private static OutboundHttp.Answer answer(ClassicHttpResponse response, int maxBytes) throws IOException {
        int status = response.getCode();
        Optional<String> location = REDIRECTS.contains(status) ? header(response, "Location") : Optional.empty();
        Body body = location.isPresent() ? Body.EMPTY : readBody(response, maxBytes);
        return new OutboundHttp.Answer(status, header(response, "Content-Type"), location, body);
    }

    /** Ends the exchange at once; whoever waits for it gets an exception. */
    void abort() {
        client.close(CloseMode.IMMEDIATE);
    }

    @Override
    public void close() {
        abort();
    }

    private static Body readBody(ClassicHttpResponse response, int limit) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null || entity.getContent() == null) {
            return Body.EMPTY;
        }
        InputStream decoded = decoded(entity.getContent(), entity.getContentEncoding());
        return Body.limited(decoded.readNBytes(limit == Integer.MAX_VALUE ? limit : limit + 1), limit);
    }

    private static InputStream decoded(InputStream raw, @Nullable String encoding) throws IOException {
        String coding = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
        return switch (coding) {
            case "", "identity" -> raw;
            case "gzip", "x-gzip" -> new GZIPInputStream(raw, 16_384);
            case "deflate" -> new InflaterInputStream(raw);
            default -> throw new IOException("the server answers in content coding \"" + coding + "\", not in gzip");
        };
    }

    private static Optional<String> header(ClassicHttpResponse response, String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    /** Answers with the checked addresses, and only for the host they were checked for. */
    private record Fixed(String host, List<InetAddress> addresses) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String wanted) throws UnknownHostException {
            if (!wanted.equalsIgnoreCase(host) && !wanted.equalsIgnoreCase("[" + host + "]")) {
                throw new UnknownHostException(wanted + " was not checked");
            }
            return addresses.toArray(InetAddress[]::new);
        }

        @Override
        public String resolveCanonicalHostname(String wanted) {
            return wanted;
        }
    }
}
