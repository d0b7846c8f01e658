// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.function.Predicate;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/** Resolves names to permitted addresses only, at the very resolution that the connection uses. */
final class PermittedAddresses implements DnsResolver {

    private final Predicate<InetAddress> permitted;

    PermittedAddresses(Predicate<InetAddress> permitted) {
        this.permitted = permitted;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = Arrays.stream(SystemDefaultDnsResolver.INSTANCE.resolve(host))
                .filter(permitted)
                .toArray(InetAddress[]::new);
        if (addresses.length == 0) {
            throw new UnknownHostException("no address of \"" + host + "\" may be reached from here");
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }
}
