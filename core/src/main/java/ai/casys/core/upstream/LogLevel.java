// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.transport.CallListener;
import ai.casys.shared.transport.McpClient;
import ai.casys.shared.transport.TransportException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one legacy server that logs at the level that is wanted; a modern one is told with each call. At most one
 * virtual thread sends at a time, and what was wanted meanwhile is sent after it. For any number of threads.
 */
final class LogLevel {

    private static final Logger LOG = LoggerFactory.getLogger(LogLevel.class);

    /** There is no level for nothing; this is the rarest. */
    private static final String LEAST = "emergency";

    private final String server;
    private final Duration timeout;
    private final Object lock = new Object();
    private Optional<McpClient> connection = Optional.empty();
    private Optional<String> wanted = Optional.empty();
    private Optional<String> sent = Optional.empty();
    private boolean sending;

    LogLevel(String server, Duration timeout) {
        this.server = server;
        this.timeout = timeout;
    }

    /** A new connection, on which nothing was sent yet. */
    void connected(McpClient client) {
        boolean logs =
                client.has("logging") && client.server().protocolVersion().era() == Era.LEGACY;
        change(() -> {
            connection = Optional.of(client).filter(_ -> logs);
            sent = Optional.empty();
        });
    }

    /** The least severe messages that are wanted from now on; empty for none. */
    void want(Optional<String> level) {
        change(() -> wanted = level);
    }

    private void change(Runnable change) {
        synchronized (lock) {
            change.run();
            if (sending || next().isEmpty()) {
                return;
            }
            sending = true;
        }
        Thread.ofVirtual().name("log-level-" + server).start(this::send);
    }

    private void send() {
        while (true) {
            McpClient client;
            String level;
            synchronized (lock) {
                Optional<String> next = next();
                if (next.isEmpty()) {
                    sending = false;
                    return;
                }
                level = next.get();
                client = connection.orElseThrow();
                // Also if it is refused: asking again would not help.
                sent = next;
            }
            send(client, level);
        }
    }

    /** The level that has to be sent. */
    private Optional<String> next() {
        // A server that was never told keeps its own level.
        Optional<String> target = wanted.isEmpty() && sent.isPresent() ? Optional.of(LEAST) : wanted;
        return connection.isEmpty() || target.equals(sent) ? Optional.empty() : target;
    }

    private void send(McpClient client, String level) {
        try {
            client.send(
                            McpMethods.LOGGING_SET_LEVEL,
                            Optional.of(RawObject.EMPTY.with("level", level).toRawJson()),
                            CallListener.NONE)
                    .await(timeout);
        } catch (JsonRpcException | TransportException e) {
            LOG.warn("server \"{}\" did not take the log level {}: {}", server, level, e.getMessage());
        }
    }
}
