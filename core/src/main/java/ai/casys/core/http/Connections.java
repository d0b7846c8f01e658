// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * The open connections: not more than so many, and none that takes for ever over the head of a request. The server's own
 * idle time begins anew with each byte, so it does not stop a client that sends them one by one. Used by the threads of
 * the server and of the patrol.
 */
final class Connections implements Connection.Listener, Patrol.Post {

    private static final long NOT_SENDING = Long.MIN_VALUE;

    private final int most;
    private final long patienceNanos;
    private final Map<Connection, Long> sendingSince = new ConcurrentHashMap<>();

    Connections(HttpLimits limits) {
        this.most = limits.connections();
        this.patienceNanos = limits.patience().toNanos();
    }

    @Override
    public void onOpened(Connection connection) {
        if (sendingSince.size() >= most) {
            connection.getEndPoint().close(new ClosedChannelException());
            return;
        }
        sendingSince.put(connection, NOT_SENDING);
    }

    @Override
    public void onClosed(Connection connection) {
        sendingSince.remove(connection);
    }

    @Override
    public void visit(long now) {
        sendingSince.forEach((connection, since) -> {
            if (!isSendingHead(connection)) {
                if (since != NOT_SENDING) {
                    sendingSince.replace(connection, NOT_SENDING);
                }
            } else if (since == NOT_SENDING) {
                sendingSince.replace(connection, now);
            } else if (now - since > patienceNanos) {
                connection.getEndPoint().close(new ClosedChannelException());
            }
        });
    }

    private static boolean isSendingHead(Connection connection) {
        return connection instanceof HttpConnection http
                && http.getParser().inHeaderState()
                && http.getParser().getState() != HttpParser.State.START;
    }
}
