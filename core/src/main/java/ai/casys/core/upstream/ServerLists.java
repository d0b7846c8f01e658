// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.ListKind;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.transport.McpClient;
import ai.casys.shared.transport.TransportException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What one server lists besides its tools, read when somebody wants it and kept until the server says that it has
 * changed, or is connected anew. All who want a list at the same time share one reading, on a virtual thread of its own.
 * For any number of threads; the lock guards a few fields.
 */
final class ServerLists {

    private final String server;
    private final Duration longestReading;
    private final CallFailures failures;
    private final Object lock = new Object();
    private final Map<ListKind, CompletableFuture<List<RawJson>>> readings = new EnumMap<>(ListKind.class);
    private final Set<ListKind> readSinceTold = EnumSet.allOf(ListKind.class);

    ServerLists(String server, Duration longestReading, CallFailures failures) {
        this.server = server;
        this.longestReading = longestReading;
        this.failures = failures;
    }

    /**
     * Everything of one kind.
     *
     * @throws CasysException if the server does not answer in time, or wrongly
     */
    List<RawJson> list(ListKind kind, McpClient client, Duration limit) throws InterruptedException {
        CompletableFuture<List<RawJson>> reading;
        boolean mine = false;
        synchronized (lock) {
            reading = readings.get(kind);
            if (reading == null) {
                reading = new CompletableFuture<>();
                readings.put(kind, reading);
                readSinceTold.add(kind);
                mine = true;
            }
        }
        if (mine) {
            CompletableFuture<List<RawJson>> place = reading;
            Thread.ofVirtual().name("list-" + server).start(() -> read(kind, client, place));
        }
        return await(kind, reading, limit);
    }

    /**
     * The server says that a list is another one.
     *
     * @return whether anybody has read it since the last time this was true, so that it is worth telling
     */
    boolean changed(String notification) {
        boolean news = false;
        synchronized (lock) {
            for (ListKind kind : ListKind.values()) {
                if (kind.changed().equals(notification)) {
                    readings.remove(kind);
                    news |= readSinceTold.remove(kind);
                }
            }
        }
        return news;
    }

    /** Forgets everything: another connection may list other things. */
    void reconnected() {
        synchronized (lock) {
            readings.clear();
            readSinceTold.addAll(EnumSet.allOf(ListKind.class));
        }
    }

    private void read(ListKind kind, McpClient client, CompletableFuture<List<RawJson>> place) {
        try {
            place.complete(new ListedPages(server, kind, client).read(longestReading));
        } catch (RuntimeException e) {
            // A failure is not kept: the next one who asks tries again.
            synchronized (lock) {
                readings.remove(kind, place);
            }
            place.completeExceptionally(e);
        }
    }

    private List<RawJson> await(ListKind kind, CompletableFuture<List<RawJson>> reading, Duration limit)
            throws InterruptedException {
        try {
            return reading.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new CasysException(
                    ErrorCategory.TIMEOUT,
                    "server \"" + server + "\" did not answer " + kind.method() + " within " + limit.toMillis() + " ms",
                    e);
        } catch (ExecutionException _) {
            throw failure(reading.exceptionNow());
        }
    }

    private RuntimeException failure(Throwable cause) {
        return switch (cause) {
            case JsonRpcException refusal -> new UpstreamErrorException(server, refusal.error());
            case TransportException problem -> failures.unanswered(problem);
            case Throwable other -> new IllegalStateException(other);
        };
    }
}
