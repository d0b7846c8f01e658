// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
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
            watch.isNotAsked();
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
        private boolean seen;
        private boolean over;

        private Watch(Runnable gone) {
            this.gone = gone;
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }

        /**
         * An event that was on its way when this began belongs to the bytes of the request itself, which have been read
         * since. The end of a stream does not pass: it is told again to whoever asks again.
         */
        @Override
        public void succeeded() {
            synchronized (this) {
                if (over || (!seen && endPoint.isOpen() && asksAgain())) {
                    return;
                }
                over = true;
            }
            if (hasEnded()) {
                tell();
            }
        }

        @Override
        public void failed(Throwable cause) {
            synchronized (this) {
                if (over) {
                    return;
                }
                over = true;
            }
            if (!endPoint.isOpen()) {
                tell();
            }
        }

        /** Takes the question back. */
        synchronized void end() {
            if (over) {
                return;
            }
            over = true;
            if (endPoint instanceof AbstractEndPoint known) {
                known.getFillInterest().onFail(new ClosedChannelException());
            }
        }

        private synchronized void isNotAsked() {
            over = true;
        }

        private boolean asksAgain() {
            seen = true;
            return endPoint.tryFillInterested(this);
        }

        private void tell() {
            Thread.ofVirtual().name("http-gone").start(gone);
        }
    }
}
