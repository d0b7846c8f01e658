// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A legacy MCP server that handles its sockets itself, with or without TLS, so that it can close and cut them at any
 * point. What it does with a call is said by the name of the tool.
 */
final class SocketDouble implements AutoCloseable {

    final List<String> calls = new CopyOnWriteArrayList<>();
    final Set<String> protocols = ConcurrentHashMap.newKeySet();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger closedIdle = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Optional<SSLContext> tls;
    private final List<String> enabled;
    private final ServerSocket server;

    /** @param enabled versions of TLS; none for those of the JDK */
    SocketDouble(Optional<SSLContext> tls, String... enabled) throws IOException {
        this.tls = tls;
        this.enabled = List.of(enabled);
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI uri(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort() + "/mcp");
    }

    HttpEndpoint endpoint(String scheme) {
        return new HttpEndpoint(uri(scheme), Map.of(), Duration.ofSeconds(20), 100_000, _ -> true);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // The test is over.
        }
    }

    private void serve(Socket raw) {
        try (raw) {
            Socket socket = tls.isPresent() ? secured(tls.get(), raw) : raw;
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean more = true;
            while (more) {
                Optional<String> head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                if (!head.get().endsWith("\r\n\r\n")) {
                    send(socket.getOutputStream(), "HTTP/1.1 400 What?\r\nContent-Length: 0\r\n\r\n");
                    return;
                }
                byte[] body = in.readNBytes(length(head.get()));
                more = answer(head.get(), body, raw, socket.getOutputStream());
            }
            socket.close();
            closedIdle.incrementAndGet();
        } catch (IOException _) {
            // The client has gone, or does not like the certificate.
        } finally {
            open.remove(raw);
        }
    }

    private SSLSocket secured(SSLContext context, Socket raw) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(raw, InputStream.nullInputStream(), true);
        if (!enabled.isEmpty()) {
            socket.setEnabledProtocols(enabled.toArray(String[]::new));
        }
        socket.startHandshake();
        protocols.add(socket.getSession().getProtocol());
        return socket;
    }

    /** The head of a request, or the first byte of what is none. */
    private static Optional<String> head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            head.append((char) next);
            if (!Character.isLetter(head.charAt(0))) {
                return Optional.of(head.toString());
            }
        }
        return Optional.of(head.toString());
    }

    private static int length(String head) {
        return head.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("content-length:"))
                .map(line -> Integer.parseInt(
                        line.substring("content-length:".length()).strip()))
                .findFirst()
                .orElse(0);
    }

    /** Whether the connection stays open. */
    private boolean answer(String head, byte[] body, Socket raw, OutputStream out) throws IOException {
        if (!head.startsWith("POST")) {
            send(out, "HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n");
            return true;
        }
        if (!(new JsonRpcCodec().parse(body) instanceof JsonRpcRequest request)) {
            send(out, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
            return true;
        }
        if (!request.method().equals("tools/call")) {
            send(out, whole(ScriptServer.answer(request, """
                    {"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"s","version":"1"}}""")));
            return true;
        }
        String tool = request.params().orElseThrow().tree().path("name").asString("");
        calls.add(tool);
        String result = ScriptServer.answer(request, "{\"content\":[]}");
        return switch (tool) {
            case "half-an-answer" -> {
                send(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n" + result);
                yield false;
            }
            case "no-answer" -> false;
            case "cut" -> {
                send(
                        out,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
                                + result.substring(0, result.length() - 5));
                raw.close();
                yield true;
            }
            case "answer-and-close" -> {
                send(out, whole(result));
                yield false;
            }
            default -> {
                send(out, whole(result));
                yield true;
            }
        };
    }

    private static String whole(String json) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.getBytes(UTF_8).length
                + "\r\n\r\n" + json;
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }
}
