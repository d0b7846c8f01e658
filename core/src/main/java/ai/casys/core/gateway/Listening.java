// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Cancellation;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code subscriptions/listen} (2026-07-28, patterns/subscriptions): follows what the client wants to hear of and can be
 * followed, says what that is, and stays until the client leaves or the gateway ends. Each request blocks its thread.
 */
final class Listening {

    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

    private final Subscriptions subscriptions;
    private final Announcements announcements;
    private final Tasks tasks;
    private final Function<ClientRequest, CallContext> contexts;

    /** @param contexts a fresh one for each question to a server */
    Listening(
            Subscriptions subscriptions,
            Announcements announcements,
            Tasks tasks,
            Function<ClientRequest, CallContext> contexts) {
        this.subscriptions = subscriptions;
        this.announcements = announcements;
        this.tasks = tasks;
        this.contexts = contexts;
    }

    /** Listens until the end, and returns the last word. */
    RawJson listen(RequestId id, ClientRequest request, ClientCapabilities client, ClientStream out) {
        ChangeStream stream = ChangeStream.of(id, request, out);
        if (stream.tasks().isPresent()) {
            Tasks.requireExtension(request.method(), client);
        }
        try (Cancellation.Registration _ = request.cancellation().onCancel(stream::end)) {
            List<String> resources = new ArrayList<>();
            for (String uri : stream.resources()) {
                if (follows(stream, uri, request)) {
                    resources.add(uri);
                }
            }
            List<String> own = stream.tasks().orElse(List.of()).stream()
                    .filter(task -> tasks.belongsTo(request.caller(), task))
                    .toList();
            announcements.open(stream);
            stream.acknowledge(resources, own);
            stay(stream, own, request);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            announcements.close(stream);
        }
        return stream.farewell();
    }

    private void stay(ChangeStream stream, List<String> own, ClientRequest request) throws InterruptedException {
        TaskNews news = new TaskNews(own, task -> tasks.state(request, task, contexts.apply(request)), stream);
        Optional<Duration> pause = news.look();
        while (pause.isPresent() && !stream.awaitEnd(pause.get())) {
            pause = news.look();
        }
        stream.awaitEnd();
    }

    /** What cannot be followed is left out of the acknowledgement. */
    private boolean follows(ChangeStream stream, String uri, ClientRequest request) {
        try {
            subscriptions.add(stream, uri, request.era(), contexts.apply(request));
            return true;
        } catch (RuntimeException e) {
            LOG.debug("a client cannot follow {}", uri, e);
            return false;
        }
    }
}
