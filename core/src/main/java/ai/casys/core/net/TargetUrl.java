// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.net;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A checked http or https URL. The host is in lower case ASCII without a trailing dot, or a literal address.
 *
 * @param host without brackets
 * @param literal the address, when the host is written as one
 * @param uri the whole, rebuilt from the checked parts, so that what was checked is what is sent
 */
record TargetUrl(String scheme, String host, int port, Optional<InetAddress> literal, URI uri) {

    private static final int MAX_LENGTH = 8_192;
    private static final Pattern HOST = Pattern.compile("[a-z0-9_]([a-z0-9._-]{0,251}[a-z0-9_])?");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    TargetUrl {
        Objects.requireNonNull(uri, "uri is null");
    }

    /** @throws CasysException {@code INVALID_INPUT} if it is no acceptable URL */
    static TargetUrl parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw refused("The URL has " + text.length() + " characters; at most " + MAX_LENGTH + " are allowed.");
        }
        try {
            return of(new URI(text.strip()));
        } catch (URISyntaxException e) {
            throw refused("\"" + cut(text) + "\" is not a URL: " + e.getReason()
                    + ". Percent-encode spaces and special characters.");
        }
    }

    /** The target of a redirect, relative to this URL. */
    TargetUrl resolve(String location) {
        if (location.length() > MAX_LENGTH) {
            throw refused("The server redirects to a URL that is longer than " + MAX_LENGTH + " characters.");
        }
        try {
            return of(uri.resolve(new URI(location.strip().replace(" ", "%20"))));
        } catch (URISyntaxException | IllegalArgumentException _) {
            throw refused("The server redirects to \"" + cut(location) + "\", which is not a URL.");
        }
    }

    boolean isSecure() {
        return scheme.equals("https");
    }

    boolean sameOrigin(TargetUrl other) {
        return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
    }

    private static TargetUrl of(URI uri) throws URISyntaxException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw refused("\"" + cut(uri.toString()) + "\" is not fetched: only http:// and https:// URLs are.");
        }
        String authority = uri.getRawAuthority();
        if (authority == null || authority.isEmpty()) {
            throw refused("\"" + cut(uri.toString()) + "\" names no host.");
        }
        if (authority.indexOf('@') >= 0) {
            throw refused("The URL carries a user name or password before its host; remove it. Credentials do not"
                    + " belong in URLs.");
        }
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        String rawHost = end <= 0 ? authority : authority.substring(0, end);
        String rest = end <= 0 ? "" : authority.substring(end);
        int port = port(rest, scheme);
        String host = rawHost.startsWith("[") ? rawHost.substring(1, rawHost.length() - 1) : ascii(rawHost);
        Optional<InetAddress> literal = LiteralAddress.parse(host);
        if (literal.isEmpty()
                && (LiteralAddress.looksNumeric(host) || !HOST.matcher(host).matches())) {
            throw refused("Host \"" + cut(rawHost) + "\" is neither a plain host name nor an address in its usual form"
                    + " (four decimal numbers, or IPv6 in brackets without a zone).");
        }
        return new TargetUrl(scheme, host, port, literal, rebuilt(uri, scheme, host, port));
    }

    private static URI rebuilt(URI uri, String scheme, String host, int port) throws URISyntaxException {
        StringBuilder text = new StringBuilder(scheme).append("://");
        text.append(host.indexOf(':') >= 0 ? "[" + host + "]" : host);
        if (port != (scheme.equals("https") ? 443 : 80)) {
            text.append(':').append(port);
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        text.append(path);
        if (uri.getRawQuery() != null) {
            text.append('?').append(uri.getRawQuery());
        }
        return new URI(new URI(text.toString()).toASCIIString());
    }

    private static int port(String rest, String scheme) {
        if (rest.isEmpty() || rest.equals(":")) {
            return scheme.equals("https") ? 443 : 80;
        }
        String digits = rest.substring(1);
        if (rest.charAt(0) != ':' || !PORT.matcher(digits).matches()) {
            throw refused("\"" + cut(rest) + "\" after the host is not a port.");
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw refused("Port " + port + " does not exist; ports go from 1 to 65535.");
        }
        return port;
    }

    /** Lower case ASCII; full-width and other look-alike digits become plain ones before anything is checked. */
    private static String ascii(String host) {
        String ascii;
        try {
            ascii = IDN.toASCII(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            throw refused("Host \"" + cut(host) + "\" is not a valid host name.");
        }
        return ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
    }

    private static CasysException refused(String message) {
        return new CasysException(ErrorCategory.INVALID_INPUT, message);
    }

    private static String cut(String text) {
        return text.length() > 120 ? text.substring(0, 120) + "…" : text;
    }
}
