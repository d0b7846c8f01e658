// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.settings.ServerDefinition;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.transport.McpClient;
import ai.casys.shared.transport.McpClientOptions;
import ai.casys.shared.transport.McpTransport;
import ai.casys.shared.transport.TransportException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way to one server: opens one connection after the other and remembers which era it speaks. Opened by the
 * supervising thread; any thread may cut it.
 */
final class ServerLine {

    private final ServerDefinition definition;
    private final String label;
    private final Surroundings surroundings;
    private final ServerLog log;
    private final Mailbox mailbox;
    private volatile @Nullable McpTransport current;
    private Optional<Era> knownEra = Optional.empty();

    ServerLine(ServerDefinition definition, String label, Surroundings surroundings, ServerLog log, Mailbox mailbox) {
        this.definition = definition;
        this.label = label;
        this.surroundings = surroundings;
        this.log = log;
        this.mailbox = mailbox;
    }

    /**
     * Opens a connection: as it was spoken last, else the modern way first.
     *
     * @param begin when the attempt began, in the terms of {@link System#nanoTime}
     * @throws RuntimeException if none comes about
     */
    McpClient open(ServerVoice voice, long begin) {
        try {
            McpClient client = connect(voice, begin, knownEra);
            knownEra = Optional.of(client.server().protocolVersion().era());
            return client;
        } catch (TransportException e) {
            boolean diedOfTheProbe = e.kind() == TransportException.Kind.CLOSED_DURING_PROBE && knownEra.isEmpty();
            // A server that was replaced by another version may be of the other era now.
            knownEra = Optional.empty();
            if (diedOfTheProbe && !mailbox.isStopped()) {
                return connect(voice, begin, Optional.of(Era.LEGACY));
            }
            throw e;
        }
    }

    /** What is left of the time for a start that began then. */
    Duration leftToStart(long begin) {
        Duration left = surroundings.settings().startTimeout().minus(Duration.ofNanos(System.nanoTime() - begin));
        return left.isPositive() ? left : Duration.ofMillis(1);
    }

    /** The process behind the connection, if it is one of ours. */
    Optional<Long> pid() {
        return current instanceof StdioChild child ? child.pid() : Optional.empty();
    }

    /** The connection is over. */
    void ended() {
        current = null;
    }

    /** Ends the connection, whatever it is doing. */
    void cut() {
        McpTransport open = current;
        if (open != null) {
            open.close();
        }
    }

    private McpClient connect(ServerVoice voice, long begin, Optional<Era> era) {
        McpTransport transport = surroundings.connector().transport(definition, label, log);
        current = transport;
        if (mailbox.isStopped()) {
            throw new TransportException(TransportException.Kind.CLOSED, "it is not wanted any more");
        }
        return McpClient.connect(
                transport,
                new McpClientOptions(surroundings.self(), ServerFeatures.CLIENT, leftToStart(begin), era, voice));
    }
}
