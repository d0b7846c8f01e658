// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Asks for the addresses of a host name; may block for long. */
@FunctionalInterface
public interface HostResolver {

    /** The resolver of the operating system. */
    HostResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /** All addresses of the name, never empty. */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
