// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One way to the echo.
 *
 * @param client the kind of clients that call
 * @param server how the echo is reached last: {@code http} or {@code stdio}
 * @param throughGateway or directly
 */
record Way(ClientKind client, String server, boolean throughGateway) {

    /** What the ways lead to. */
    record Ends(URI echo, URI gateway) {}

    /** The ways of all combinations, the direct one before that through the gateway. */
    static List<Way> all(List<ClientKind> clients, List<String> servers) {
        List<Way> ways = new ArrayList<>();
        for (ClientKind client : clients) {
            for (String server : servers) {
                ways.add(new Way(client, server, false));
                ways.add(new Way(client, server, true));
            }
        }
        return ways;
    }

    /** The servers that an option names. */
    static List<String> servers(String option) {
        List<String> servers = Arrays.asList(option.split(",", -1));
        for (String server : servers) {
            if (!server.equals("http") && !server.equals("stdio")) {
                throw new IllegalArgumentException("--upstream knows http and stdio, not \"" + server + "\"");
            }
        }
        return servers;
    }

    /** The same way without the gateway. */
    Way direct() {
        return new Way(client, server, false);
    }

    String title() {
        return throughGateway ? "gateway" : "direct";
    }

    /** So many clients that go this way. */
    Load open(Ends ends, int count) throws IOException {
        if (throughGateway) {
            return new Load(ends.gateway(), server + "__echo", client, count);
        }
        if (server.equals("http")) {
            return new Load(ends.echo(), "echo", client, count);
        }
        EchoPipe pipe = new EchoPipe(client, count);
        return new Load(pipe.clients(), pipe);
    }
}
