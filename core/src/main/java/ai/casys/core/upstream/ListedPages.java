// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.ListKind;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawArray;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.transport.CallListener;
import ai.casys.shared.transport.McpClient;
import ai.casys.shared.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Reads one list of a server to its end, page by page, as far as it is reasonable: what comes after 1,000 pages, 10,000
 * entries or 64 MiB is left out and the log says so. Used by one thread.
 */
final class ListedPages {

    private static final Logger LOG = LoggerFactory.getLogger(ListedPages.class);
    private static final int MAX_PAGES = 1_000;
    private static final int MAX_ENTRIES = 10_000;
    private static final long MAX_BYTES = 64L << 20;

    private final String server;
    private final ListKind kind;
    private final McpClient client;
    private final List<RawJson> entries = new ArrayList<>();
    private long bytes;

    ListedPages(String server, ListKind kind, McpClient client) {
        this.server = server;
        this.kind = kind;
        this.client = client;
    }

    /**
     * All entries, in the server's order and bytes.
     *
     * @param timeout for all pages together
     * @throws TransportException if an answer fails to come, or PROTOCOL if it is no list
     * @throws JsonRpcException if the server refuses
     */
    List<RawJson> read(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        Set<String> cursors = new HashSet<>();
        Optional<String> cursor = Optional.empty();
        for (int page = 0; page < MAX_PAGES; page++) {
            RawObject result = page(cursor, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            boolean complete = add(result);
            cursor = result.get("nextCursor")
                    .map(RawJson::tree)
                    .filter(JsonNode::isString)
                    .map(JsonNode::asString)
                    .filter(text -> !text.isEmpty());
            if (cursor.isEmpty() && complete) {
                return List.copyOf(entries);
            }
            if (!complete) {
                break;
            }
            if (!cursors.add(cursor.get())) {
                throw broken("repeats a cursor, so its pages never end");
            }
        }
        LOG.warn(
                "server \"{}\" has too much in {}; the first {} entries are used, the rest is left out",
                server,
                kind.method(),
                entries.size());
        return List.copyOf(entries);
    }

    private RawObject page(Optional<String> cursor, Duration left) {
        RawJson params = cursor.map(text -> RawObject.EMPTY.with("cursor", text).toRawJson())
                .orElse(RawJson.EMPTY_OBJECT);
        try {
            return RawObject.of(client.send(kind.method(), Optional.of(params), CallListener.NONE)
                    .await(left));
        } catch (JsonRpcException e) {
            if (e.error().code() == JsonRpcError.METHOD_NOT_FOUND) {
                // Templates have no capability of their own, so that many servers with resources lack them.
                return RawObject.EMPTY.with(kind.member(), RawJson.ofTrusted(new byte[] {'[', ']'}));
            }
            throw e;
        } catch (IllegalArgumentException e) {
            throw broken("is not an object");
        }
    }

    /** Takes the entries of a page; whether there was room for all. */
    private boolean add(RawObject result) {
        RawJson list = result.get(kind.member()).orElseThrow(() -> broken("has no \"" + kind.member() + "\""));
        List<RawJson> found;
        try {
            found = RawArray.elements(list);
        } catch (IllegalArgumentException e) {
            throw broken("has a \"" + kind.member() + "\" that is no array");
        }
        for (RawJson entry : found) {
            if (entries.size() >= MAX_ENTRIES || bytes + entry.size() > MAX_BYTES) {
                return false;
            }
            if (entry.isObject()) {
                entries.add(entry);
                bytes += entry.size();
            }
        }
        return true;
    }

    private TransportException broken(String what) {
        return new TransportException(TransportException.Kind.PROTOCOL, "the answer to " + kind.method() + " " + what);
    }
}
