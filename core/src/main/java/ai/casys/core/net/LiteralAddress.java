// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads addresses written as numbers, in their one canonical notation. The old notations of {@code inet_aton} (octal,
 * hexadecimal, fewer than four parts) mean different things to different programs and are not addresses here.
 */
final class LiteralAddress {

    private static final Pattern DOTTED_QUAD =
            Pattern.compile("(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})){3}");
    private static final Pattern LEADING_ZERO = Pattern.compile("(^|\\.)0[0-9]");
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(^|.*\\.)([0-9]+|0[xX][0-9a-fA-F]*)");

    private LiteralAddress() {}

    /** The address, if the text is one; never asks a name server. Brackets and zones are not part of an address. */
    static Optional<InetAddress> parse(String text) {
        if (text.indexOf(':') >= 0) {
            return parseSix(text);
        }
        if (!DOTTED_QUAD.matcher(text).matches() || LEADING_ZERO.matcher(text).find()) {
            return Optional.empty();
        }
        String[] parts = text.split("\\.", -1);
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return Optional.of(ofBytes(bytes));
    }

    /**
     * Whether some program would take this host for a number: its last label is decimal or hexadecimal (WHATWG URL,
     * "ends in a number").
     */
    static boolean looksNumeric(String host) {
        String trimmed = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return ENDS_IN_NUMBER.matcher(trimmed).matches();
    }

    static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length, e);
        }
    }

    private static Optional<InetAddress> parseSix(String text) {
        if (!text.matches("[0-9a-fA-F:.]{2,45}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Inet6Address.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
