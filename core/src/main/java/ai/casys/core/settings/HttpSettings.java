// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The HTTP side.
 *
 * @param port 0 for any free one
 * @param publicUrl what links and Origin checks use when the gateway stands behind a proxy
 * @param allowedOrigins further values of {@code Origin} that are let in, such as {@code https://app.example}
 * @param allowedHosts further values of {@code Host} (without port) that are let in
 * @param maxBodyBytes size limit of a request body
 * @param sessionIdle after this long without a request a legacy session ends
 * @param requireToken whether local callers must present the engine's token too
 */
public record HttpSettings(
        String host,
        int port,
        Optional<URI> publicUrl,
        Set<String> allowedOrigins,
        Set<String> allowedHosts,
        int maxBodyBytes,
        Duration sessionIdle,
        boolean requireToken) {

    /** What holds when nothing is configured. */
    public static final HttpSettings DEFAULTS = new HttpSettings(
            "127.0.0.1", 3003, Optional.empty(), Set.of(), Set.of(), 16 << 20, Duration.ofMinutes(60), false);

    public HttpSettings {
        Objects.requireNonNull(host, "host is null");
        Objects.requireNonNull(publicUrl, "publicUrl is null");
        allowedOrigins = Set.copyOf(allowedOrigins);
        allowedHosts = Set.copyOf(allowedHosts);
        Objects.requireNonNull(sessionIdle, "sessionIdle is null");
    }
}
