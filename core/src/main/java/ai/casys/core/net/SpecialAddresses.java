// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.net;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses are public. From the IANA registries of special-purpose addresses (RFC 6890 and its updates) and of
 * multicast. For IPv6 the rule is turned round: only global unicast space (2000::/3) is public at all, minus what the
 * registry takes out of it, so a range assigned tomorrow is closed until someone opens it.
 */
final class SpecialAddresses {

    private static final List<AddressBlock> FOUR = blocks(
            "0.0.0.0/8", // this network, RFC 791
            "10.0.0.0/8", // private, RFC 1918
            "100.64.0.0/10", // carrier-grade NAT, RFC 6598
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, RFC 3927; cloud metadata lives at 169.254.169.254
            "172.16.0.0/12", // private, RFC 1918
            "192.0.0.0/24", // protocol assignments, RFC 6890
            "192.0.2.0/24", // documentation, RFC 5737
            "192.31.196.0/24", // AS112, RFC 7535
            "192.52.193.0/24", // AMT, RFC 7450
            "192.88.99.0/24", // 6to4 relays, RFC 7526
            "192.168.0.0/16", // private, RFC 1918
            "192.175.48.0/24", // AS112, RFC 7534
            "198.18.0.0/15", // benchmarks, RFC 2544
            "198.51.100.0/24", // documentation, RFC 5737
            "203.0.113.0/24", // documentation, RFC 5737
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved and limited broadcast

    private static final AddressBlock GLOBAL_UNICAST = AddressBlock.of("2000::/3");

    /** RFC 6052: the last four bytes are an IPv4 address that the network translates to. */
    private static final AddressBlock NAT64 = AddressBlock.of("64:ff9b::/96");

    private static final List<AddressBlock> SIX = blocks(
            "2001::/23", // protocol assignments, Teredo among them, RFC 2928
            "2001:db8::/32", // documentation, RFC 3849
            "2002::/16", // 6to4: hides an IPv4 address and is retired, RFC 7526
            "2620:4f:8000::/48", // AS112, RFC 7534
            "3fff::/20"); // documentation, RFC 9637

    private SpecialAddresses() {}

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return FOUR.stream().noneMatch(block -> block.contains(address));
        }
        if (NAT64.contains(address)) {
            return isPublic(LiteralAddress.ofBytes(Arrays.copyOfRange(bytes, 12, 16)));
        }
        return GLOBAL_UNICAST.contains(address) && SIX.stream().noneMatch(block -> block.contains(address));
    }

    private static List<AddressBlock> blocks(String... texts) {
        return Arrays.stream(texts).map(AddressBlock::of).toList();
    }
}
