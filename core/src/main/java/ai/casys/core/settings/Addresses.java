// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks addresses and host names without ever asking the network. */
final class Addresses {

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,252}[A-Za-z0-9])?\\.?");

    private Addresses() {}

    /** A web address to which paths are appended: no user name, query, fragment or trailing slash. */
    static Optional<URI> base(String text) {
        try {
            URI url = new URI(text.replaceAll("/+$", ""));
            String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            boolean fits = (scheme.equals("http") || scheme.equals("https"))
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null;
            return fits ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Whether the text is a value of {@code Origin}: scheme, host and perhaps port (RFC 6454 section 6.2). */
    static boolean isOrigin(String text) {
        try {
            URI url = new URI(text);
            return url.getScheme() != null
                    && url.getHost() != null
                    && text.equals(url.getScheme() + "://" + url.getAuthority())
                    && url.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Whether the text is a host name or a literal address, without port. */
    static boolean isHost(String text) {
        return literal(text).isPresent() || HOST_NAME.matcher(text).matches();
    }

    /** Whether the text is a host, or a block of addresses as {@code 10.0.0.0/8} (RFC 4632 section 3.1). */
    static boolean isHostOrBlock(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return isHost(text);
        }
        String bits = text.substring(slash + 1);
        return literal(text.substring(0, slash))
                .filter(address ->
                        bits.matches("\\d{1,3}") && Integer.parseInt(bits) <= address.getAddress().length * 8)
                .isPresent();
    }

    /** Whether listening there is open to this machine alone; a name other than {@code localhost} counts as not. */
    static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || literal(host).map(InetAddress::isLoopbackAddress).orElse(false);
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
