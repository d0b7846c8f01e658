// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.net;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * A CIDR block of IPv4 or IPv6 addresses. IPv4-mapped IPv6 forms count as IPv4, because the JDK turns them into IPv4
 * before a connection is made.
 *
 * @param network the first address
 */
record AddressBlock(InetAddress network, int prefixLength) {

    AddressBlock {
        if (prefixLength < 0 || prefixLength > network.getAddress().length * 8) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " is out of range");
        }
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code fc00::/7} or a single literal address.
     *
     * @return empty if the text is neither
     */
    static Optional<AddressBlock> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address = LiteralAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        InetAddress network = address.get();
        int bits = network.getAddress().length * 8;
        if (slash < 0) {
            return Optional.of(new AddressBlock(network, bits));
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
            return Optional.empty();
        }
        return Optional.of(new AddressBlock(network, Integer.parseInt(length)));
    }

    static AddressBlock of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text + " is no CIDR block"));
    }

    boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        int whole = prefixLength / 8;
        if (other.length != mine.length || !Arrays.equals(mine, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = prefixLength % 8;
        return rest == 0 || ((mine[whole] ^ other[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
    }
}
