// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A server behind streamable HTTP.
 *
 * @param uri the MCP endpoint, {@code http} or {@code https}
 * @param headers sent with each request, credentials for instance; only to the origin of {@code uri}
 * @param connectTimeout for the connection, TLS included
 * @param maxMessageBytes the largest body or event that is read; at least 1,024
 * @param permitted which addresses the host name may resolve to; others count as not found
 */
public record HttpEndpoint(
        URI uri,
        Map<String, String> headers,
        Duration connectTimeout,
        int maxMessageBytes,
        Predicate<InetAddress> permitted) {
    public HttpEndpoint {
        headers = Map.copyOf(headers);
        Objects.requireNonNull(permitted, "permitted is null");
        String scheme = Objects.requireNonNullElse(uri.getScheme(), "");
        if (uri.getHost() == null || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
            throw new IllegalArgumentException(
                    "\"" + uri + "\" is no http or https address; write it like https://example.com/mcp");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("credentials belong into headers, not into the address of a server");
        }
        if (!connectTimeout.isPositive()) {
            throw new IllegalArgumentException("connectTimeout must be positive, not " + connectTimeout);
        }
        if (maxMessageBytes < 1024) {
            throw new IllegalArgumentException("maxMessageBytes must be at least 1024, not " + maxMessageBytes);
        }
    }

    /** Headers and query may hold secrets. */
    @Override
    public String toString() {
        return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }
}
