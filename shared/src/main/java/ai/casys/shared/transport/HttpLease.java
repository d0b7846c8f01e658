// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.jspecify.annotations.Nullable;

/**
 * The time during which a connection belongs to one request. It ends once: with the last byte of the answer, and then
 * the connection may serve again, or with a cut. Worked on by one thread, cut by any; a cut that comes late cannot hit
 * the connection's next user.
 */
final class HttpLease implements Cancellable {

    private final BiConsumer<HttpLease, Optional<IdleConnection>> end;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean cut;
    private volatile @Nullable Closeable held;
    private boolean reusable;
    private long keepAlive;

    HttpLease(BiConsumer<HttpLease, Optional<IdleConnection>> end) {
        this.end = end;
    }

    /** Makes this what a cut closes. */
    void hold(Closeable socketOrConnection) throws IOException {
        held = socketOrConnection;
        if (cut) {
            close(socketOrConnection);
            throw new SocketException("the request was cut off");
        }
    }

    /** The head of the answer is there. */
    void answered(boolean mayServeAgain, long nanosKept) {
        reusable = mayServeAgain;
        keepAlive = nanosKept;
    }

    /** Ends it; {@code complete} if the answer was read to its end. */
    void finish(boolean complete) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        if (complete && reusable && !cut && held instanceof DefaultBHttpClientConnection connection) {
            end.accept(this, Optional.of(IdleConnection.from(connection, keepAlive)));
            return;
        }
        close(held);
        end.accept(this, Optional.empty());
    }

    /** Cuts the connection, unless the answer is complete; the thread that works on it fails. */
    @Override
    public boolean cancel() {
        cut = true;
        if (ended.compareAndSet(false, true)) {
            close(held);
            end.accept(this, Optional.empty());
            return true;
        }
        return false;
    }

    private static void close(@Nullable Closeable socketOrConnection) {
        try {
            if (socketOrConnection instanceof DefaultBHttpClientConnection connection) {
                // Not politely: that would wait for a peer that does not read.
                connection.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
            } else if (socketOrConnection != null) {
                socketOrConnection.close();
            }
        } catch (IOException _) {
            // It is as closed as it can be.
        }
    }
}
