// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import java.util.Objects;
import java.util.Optional;

/**
 * The addresses of resources as clients see them. {@code file:///a} of server {@code files} becomes
 * {@code casys.files+file:///a}: only the scheme grows, so a valid URI stays one (RFC 3986, section 3.1), whatever a
 * template expands to maps back (RFC 6570 leaves literals alone), and no table has to be kept. Where one server is
 * exposed plainly, its addresses stay as they are.
 */
final class Addresses {

    private static final String PREFIX = "casys.";

    private final Optional<String> plainServer;

    Addresses(Optional<String> plainServer) {
        this.plainServer = Objects.requireNonNull(plainServer, "plainServer is null");
    }

    /** A resource, or a template of some, by the server and the server's own address. */
    record Target(String server, String uri) {}

    /** Whether addresses are other ones outside than inside. */
    boolean change() {
        return plainServer.isEmpty();
    }

    /** The address that clients see. */
    String outward(String server, String uri) {
        return change() ? PREFIX + server + "+" + uri : uri;
    }

    /** What an address that a client sent stands for; empty if no server can have it. */
    Optional<Target> inward(String uri) {
        if (plainServer.isPresent()) {
            return Optional.of(new Target(plainServer.get(), uri));
        }
        int end = uri.indexOf('+');
        if (end < 0 || !uri.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            return Optional.empty();
        }
        return Optional.of(new Target(uri.substring(PREFIX.length(), end), uri.substring(end + 1)));
    }
}
