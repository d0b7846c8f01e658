// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.McpMethods;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * The server to measure against: {@code EchoUpstream http|jdk|stdio}. Its one tool {@code echo} returns its argument
 * {@code text}, and it does as little besides as a server can. {@code http} is bare sockets, a thread a connection;
 * {@code jdk} is the JDK's own HTTP server, as fast as small servers usually are; {@code stdio} is one thread that
 * answers in order. Over HTTP it prints its port as the first line.
 */
public final class EchoUpstream {

    private static final JsonRpcCodec CODEC = new JsonRpcCodec();
    private static final RawJson HELLO = RawJson.parse("""
            {"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"echo","version":"1"}}""");
    private static final RawJson TOOLS = RawJson.parse("""
            {"tools":[{"name":"echo","description":"Returns its text","inputSchema":{"type":"object",\
            "properties":{"text":{"type":"string"}},"required":["text"]}}]}""");

    private EchoUpstream() {}

    public static void main(String[] arguments) throws IOException {
        switch (arguments.length == 1 ? arguments[0] : "") {
            case "http" -> serve();
            case "jdk" -> serveByTheJdk();
            case "stdio" -> speak();
            default -> {
                System.err.println("usage: EchoUpstream http|jdk|stdio");
                System.exit(64);
            }
        }
    }

    private static void speak() throws IOException {
        OutputStream out = new BufferedOutputStream(System.out, 1 << 16);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1 << 16);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Optional<JsonRpcMessage> answer = answer(line.getBytes(StandardCharsets.UTF_8));
            if (answer.isPresent()) {
                CODEC.writeTo(out, answer.get());
                out.write('\n');
            }
            if (!lines.ready()) {
                out.flush();
            }
        }
    }

    private static void serve() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
            System.out.println(server.getLocalPort());
            System.out.flush();
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread.ofPlatform().daemon().start(() -> converse(socket));
            }
        }
    }

    private static void serveByTheJdk() throws IOException {
        // Without it an answer waits for the peer's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/mcp", EchoUpstream::exchange);
        server.start();
        System.out.println(server.getAddress().getPort());
        System.out.flush();
    }

    private static void exchange(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Optional<JsonRpcMessage> answer =
                    exchange.getRequestMethod().equals("POST") ? answer(body) : Optional.empty();
            if (answer.isEmpty()) {
                exchange.sendResponseHeaders(exchange.getRequestMethod().equals("GET") ? 405 : 202, -1);
                return;
            }
            byte[] json = CODEC.encode(answer.get());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Mcp-Session-Id", "echo");
            exchange.sendResponseHeaders(200, json.length);
            exchange.getResponseBody().write(json);
        }
    }

    private static void converse(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String first = line(in); !first.isEmpty(); first = line(in)) {
                int length = 0;
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                        length = Integer.parseInt(header.substring(15).strip());
                    }
                }
                out.write(response(first, in.readNBytes(length)));
            }
        } catch (IOException _) {
            // The peer has gone.
        }
    }

    private static byte[] response(String first, byte[] body) {
        if (!first.startsWith("POST ")) {
            return head(first.startsWith("DELETE ") ? "200 OK" : "405 Method Not Allowed", 0);
        }
        Optional<JsonRpcMessage> answer = answer(body);
        if (answer.isEmpty()) {
            return head("202 Accepted", 0);
        }
        byte[] json = CODEC.encode(answer.get());
        byte[] head = head("200 OK", json.length);
        byte[] whole = new byte[head.length + json.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(json, 0, whole, head.length, json.length);
        return whole;
    }

    private static byte[] head(String status, int length) {
        String type = length == 0 ? "" : "Content-Type: application/json\r\nMcp-Session-Id: echo\r\n";
        return ("HTTP/1.1 " + status + "\r\n" + type + "Content-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A line without its end; empty at the end of the stream too. */
    private static String line(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder(64);
        for (int letter = in.read(); letter >= 0 && letter != '\n'; letter = in.read()) {
            if (letter != '\r') {
                text.append((char) letter);
            }
        }
        return text.toString();
    }

    private static Optional<JsonRpcMessage> answer(byte[] body) {
        if (!(CODEC.parse(body) instanceof JsonRpcRequest request)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (request.method()) {
                    case McpMethods.INITIALIZE -> new JsonRpcResult(request.id(), HELLO);
                    case McpMethods.PING -> new JsonRpcResult(request.id(), RawJson.EMPTY_OBJECT);
                    case McpMethods.TOOLS_LIST -> new JsonRpcResult(request.id(), TOOLS);
                    case McpMethods.TOOLS_CALL -> new JsonRpcResult(request.id(), echo(request));
                    default ->
                        new JsonRpcFailure(
                                Optional.of(request.id()),
                                new JsonRpcError(JsonRpcError.METHOD_NOT_FOUND, "no such method"));
                });
    }

    private static RawJson echo(JsonRpcRequest request) {
        RawJson text = request.params()
                .flatMap(params -> RawObject.of(params).get("arguments"))
                .flatMap(arguments -> RawObject.of(arguments).get("text"))
                .orElse(RawJson.parse("\"\""));
        return RawJson.ofTrusted(
                ("{\"content\":[{\"type\":\"text\",\"text\":" + text + "}]}").getBytes(StandardCharsets.UTF_8));
    }
}
