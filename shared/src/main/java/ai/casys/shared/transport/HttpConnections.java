// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The pool of keep-alive connections to one server. Redirects, cookies, retries and compression are off: the first
 * three would carry credentials or side effects where nobody wants them, the last would make sizes unpredictable. There
 * is no limit on the time an answer may take: whoever waits gives up and cancels the request.
 */
final class HttpConnections implements Closeable {

    private static final int MOST = 256;

    /** The head of an answer is held in memory before anybody sees it. */
    private static final Http1Config HEAD_LIMITS = Http1Config.custom()
            .setMaxLineLength(1 << 16)
            .setMaxHeaderCount(500)
            .build();

    private final CloseableHttpClient client;

    HttpConnections(HttpEndpoint endpoint) {
        Timeout connect = Timeout.of(endpoint.connectTimeout());
        var manager = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(HEAD_LIMITS)
                        .build())
                .setDnsResolver(new PermittedAddresses(endpoint.permitted()))
                .setMaxConnPerRoute(MOST)
                .setMaxConnTotal(MOST)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(Timeout.DISABLED)
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                        .build())
                .build();
        client = HttpClientBuilder.create()
                .setConnectionManager(manager)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(60, TimeUnit.SECONDS)
                        .setResponseTimeout(Timeout.DISABLED)
                        .setAuthenticationEnabled(false)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .setUserAgent("casys")
                .build();
    }

    /** Sends the request and returns when the head of the answer is there. */
    ClassicHttpResponse execute(HttpUriRequestBase request, URI uri) throws IOException {
        return client.executeOpen(new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort()), request, null);
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
