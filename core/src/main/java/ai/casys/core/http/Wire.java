// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;

/**
 * The connection that carries a request. Any thread may use it.
 *
 * <p>Whether the client is still there cannot be learnt from the servlet interface before something is written. So once
 * the body has been read, the connection itself is asked to tell when there is something to read: if that is the end
 * and no byte, the client has closed. Bytes would be a further request; they are left where they are. A client that
 * closes only its sending half counts as gone, too.
 */
final class Wire {

    private final EndPoint endPoint;

    private Wire(EndPoint endPoint) {
        this.endPoint = endPoint;
    }

    static Wire of(Context context) {
        return new Wire(ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint());
    }

    /** Cuts the connection; whoever writes to it or reads from it fails at once. */
    void cut() {
        endPoint.close(new ClosedChannelException());
    }

    /** Asks to be told when the client closes; must be ended before the response is complete. */
    Watch watch(Runnable gone) {
        Watch watch = new Watch(gone);
        if (!endPoint.tryFillInterested(watch)) {
            watch.over.set(true);
        }
        return watch;
    }

    private boolean hasEnded() {
        if (!endPoint.isOpen()) {
            return true;
        }
        if (!(endPoint.getTransport() instanceof SocketChannel channel)) {
            return false;
        }
        try {
            Socket socket = channel.socket();
            return socket.getInputStream().available() == 0;
        } catch (IOException _) {
            return true;
        }
    }

    /** A question whether the client has closed. */
    final class Watch implements Callback {

        private final Runnable gone;
        private final AtomicBoolean over = new AtomicBoolean();

        private Watch(Runnable gone) {
            this.gone = gone;
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }

        @Override
        public void succeeded() {
            if (over.compareAndSet(false, true) && hasEnded()) {
                tell();
            }
        }

        @Override
        public void failed(Throwable cause) {
            if (over.compareAndSet(false, true) && !endPoint.isOpen()) {
                tell();
            }
        }

        /** Takes the question back. */
        void end() {
            if (over.compareAndSet(false, true) && endPoint instanceof AbstractEndPoint known) {
                known.getFillInterest().onFail(new ClosedChannelException());
            }
        }

        private void tell() {
            Thread.ofVirtual().name("http-gone").start(gone);
        }
    }
}
