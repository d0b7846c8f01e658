// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Stands where Jetty insists on a handler of servlet sessions, and does without: nothing here has one, and looking for it
 * would go through the cookies of every request and follow every response.
 */
final class NoSessions extends SessionHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Handler next = getHandler();
        return next != null && next.handle(request, response, callback);
    }
}
