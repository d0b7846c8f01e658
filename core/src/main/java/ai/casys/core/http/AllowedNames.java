// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.settings.HttpSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which names this server answers to. A page of another site can make a browser send requests here, and with a name
 * server of its own even make them look local; so both {@code Host} and {@code Origin} must be names that belong here
 * (2025-11-25, transports, "Security Warning").
 */
final class AllowedNames {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

    private final Set<String> hosts = new HashSet<>(LOOPBACK);
    private final Set<String> origins = new HashSet<>();

    AllowedNames(HttpSettings settings) {
        settings.allowedHosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        settings.allowedOrigins().forEach(origin -> origins.add(origin.toLowerCase(Locale.ROOT)));
        if (!EVERYWHERE.contains(settings.host())) {
            hosts.add(settings.host().toLowerCase(Locale.ROOT));
        }
        settings.publicUrl().ifPresent(url -> {
            hosts.add(url.getHost().toLowerCase(Locale.ROOT));
            origins.add((url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT));
        });
    }

    /** Refuses a request that was meant for another name. */
    void requireHost(Optional<String> header) {
        boolean known =
                header.map(AllowedNames::withoutPort).filter(hosts::contains).isPresent();
        if (!known) {
            throw new HttpFailure(
                    403,
                    "Host " + header.map(host -> "\"" + shown(host) + "\"").orElse("is missing and")
                            + " is not a name of this server; add it to allowed-hosts if it should be");
        }
    }

    /** Refuses a request that a page of another site caused; programs send no {@code Origin}. */
    void requireOrigin(Optional<String> header) {
        if (header.isPresent() && !isExplicit(header.get()) && !isLoopback(header.get())) {
            throw new HttpFailure(
                    403,
                    "Origin \"" + shown(header.get())
                            + "\" may not use this server; add it to allowed-origins if it should");
        }
    }

    /** Whether the operator, and not merely the loopback rule, lets the origin in: only then may it read answers. */
    boolean isExplicit(String origin) {
        return origins.contains(origin.toLowerCase(Locale.ROOT));
    }

    private static boolean isLoopback(String origin) {
        try {
            URI uri = new URI(origin);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT));
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static String withoutPort(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        return colon > lower.lastIndexOf(']') && isNumber(lower, colon + 1) ? lower.substring(0, colon) : lower;
    }

    private static boolean isNumber(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            if (text.charAt(at) < '0' || text.charAt(at) > '9') {
                return false;
            }
        }
        return true;
    }

    private static String shown(String value) {
        return value.length() > 100 ? value.substring(0, 100) + "…" : value;
    }
}
