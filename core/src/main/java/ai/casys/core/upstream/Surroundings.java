// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.settings.ServerDefinition;
import ai.casys.core.settings.UpstreamSettings;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.transport.McpTransport;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What all servers of a gateway have in common.
 *
 * @param self how the gateway introduces itself
 * @param standing who is there while no call is under way
 * @param random for jitter; must be safe for any number of threads
 */
record Surroundings(
        Path home,
        UpstreamSettings settings,
        Pace pace,
        Implementation self,
        Connector connector,
        UpstreamListener listener,
        StandingClients standing,
        InstantSource clock,
        RandomGenerator random) {

    private static final long LOG_BYTES = 5L << 20;

    /** Turns a definition into a transport that is not open yet. */
    @FunctionalInterface
    interface Connector {

        /**
         * A fresh transport.
         *
         * @param label tells the connections of one server apart in the names of files
         * @throws RuntimeException if the definition can never work; the message says why
         */
        McpTransport transport(ServerDefinition definition, String label, ServerLog log);
    }

    /** The same for connections of which not everybody may hear, nor be asked. */
    Surroundings ofOneScope() {
        return new Surroundings(
                home,
                settings,
                pace,
                self,
                connector,
                new ScopedListener(listener),
                StandingClients.NONE,
                clock,
                random);
    }

    /** The log of one connection. */
    ServerLog log(String label, Redactor redactor) {
        Path file = home.resolve("logs").resolve("servers").resolve(label + ".log");
        return new ServerLog(file, LOG_BYTES, redactor, clock);
    }
}
