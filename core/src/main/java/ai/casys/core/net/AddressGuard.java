// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which addresses an outgoing request may reach: public ones, and those that the operator named. It is asked
 * about the very addresses a connection is then made to, so a name server that changes its mind gains nothing.
 * Immutable and safe for any number of threads.
 */
public final class AddressGuard {

    private final List<AddressBlock> allowedBlocks;
    private final Set<String> allowedHosts;

    /**
     * @param allow host names ({@code intranet.example}), addresses or CIDR blocks that may be reached although they are private
     * @throws IllegalArgumentException if an entry is none of these
     */
    public AddressGuard(Set<String> allow) {
        List<AddressBlock> blocks = new ArrayList<>();
        Set<String> hosts = new HashSet<>();
        for (String entry : allow) {
            Optional<AddressBlock> block = AddressBlock.parse(entry);
            if (block.isPresent()) {
                blocks.add(block.get());
                continue;
            }
            String name = entry.toLowerCase(Locale.ROOT);
            if (!name.matches("[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?") || LiteralAddress.looksNumeric(name)) {
                throw new IllegalArgumentException("\"" + entry + "\" is neither a host name such as intranet.example,"
                        + " an address nor a CIDR block such as 10.0.0.0/8");
            }
            hosts.add(name);
        }
        allowedBlocks = List.copyOf(blocks);
        allowedHosts = Set.copyOf(hosts);
    }

    /** Whether the operator named this host, in lower case and without a trailing dot. */
    boolean allowsHost(String host) {
        return allowedHosts.contains(host);
    }

    /** Whether a request for this host may connect to this address. */
    boolean allows(String host, InetAddress address) {
        return SpecialAddresses.isPublic(address) || isNamed(host, address);
    }

    /** Whether the operator named the host or a block with the address. */
    boolean isNamed(String host, InetAddress address) {
        return allowsHost(host) || allowedBlocks.stream().anyMatch(block -> block.contains(address));
    }
}
