// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import java.util.Objects;
import java.util.Optional;

/**
 * The addresses of resources as clients see them. {@code file:///a} of server {@code files} becomes
 * {@code casys.files+file:///a}: only the scheme grows, so a valid URI stays one (RFC 3986, section 3.1), whatever a
 * template expands to maps back (RFC 6570 leaves literals alone), and no table has to be kept. The pages of MCP Apps keep
 * their scheme, without which clients refuse them: {@code ui://a/b} becomes {@code ui://casys.files+a/b} ({@code +} is
 * legal in a host, section 3.2.2). Where one server is exposed plainly, its addresses stay as they are.
 */
final class Addresses {

    private static final String PREFIX = "casys.";
    private static final String PAGE = "ui://";

    private final Optional<String> plainServer;
    private final boolean change;

    Addresses(Optional<String> plainServer) {
        this(plainServer, plainServer.isEmpty());
    }

    private Addresses(Optional<String> plainServer, boolean change) {
        this.plainServer = Objects.requireNonNull(plainServer, "plainServer is null");
        this.change = change;
    }

    /** The servers' own addresses, for those who cannot come back with one. */
    static Addresses unchanged() {
        return new Addresses(Optional.empty(), false);
    }

    /** A resource, or a template of some, by the server and the server's own address. */
    record Target(String server, String uri) {}

    /** Whether addresses are other ones outside than inside. */
    boolean change() {
        return change;
    }

    /** The address that clients see. */
    String outward(String server, String uri) {
        if (!change()) {
            return uri;
        }
        String mark = PREFIX + server + "+";
        return isPage(uri) ? PAGE + mark + uri.substring(PAGE.length()) : mark + uri;
    }

    /** What an address that a client sent stands for; empty if no server can have it. */
    Optional<Target> inward(String uri) {
        if (plainServer.isPresent()) {
            return Optional.of(new Target(plainServer.get(), uri));
        }
        String scheme = isPage(uri) ? PAGE : "";
        String marked = uri.substring(scheme.length());
        int end = marked.indexOf('+');
        if (end < 0 || !marked.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            return Optional.empty();
        }
        return Optional.of(new Target(marked.substring(PREFIX.length(), end), scheme + marked.substring(end + 1)));
    }

    private static boolean isPage(String uri) {
        return uri.regionMatches(true, 0, PAGE, 0, PAGE.length());
    }
}
