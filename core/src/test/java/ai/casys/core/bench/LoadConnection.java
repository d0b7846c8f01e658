// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One client on one keep-alive connection, of the legacy kind with a session of its own. As little as will do on a plain
 * socket, so that the measured side decides the speed. One thread at a time.
 */
final class LoadConnection implements LoadClient {

    private static final int PATIENCE_MS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String path;
    private final String tool;
    private final ClientKind kind;
    private final byte[] buffer = new byte[1 << 16];
    private String session = "";
    private int at;
    private int filled;

    /** Connects, and opens a session if its kind has any; {@code tool} is the name under which the echo is called. */
    LoadConnection(URI endpoint, String tool, ClientKind kind) throws IOException {
        this.socket = new Socket(endpoint.getHost(), endpoint.getPort());
        this.path = endpoint.getPath();
        this.tool = tool;
        this.kind = kind;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
        if (kind == ClientKind.LEGACY) {
            exchange(ClientKind.initialize());
            exchange("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        }
    }

    @Override
    public boolean call(long id, String text) throws IOException {
        String said = new String(exchange(kind.call(id, tool, text)), StandardCharsets.UTF_8);
        return ClientKind.isAnswer(said, id, text);
    }

    /** Opens the stream on which the server may speak unasked, and leaves it open; nothing else can follow. */
    void listen() throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: " + host() + "\r\nAccept: text/event-stream\r\n" + kindHeaders()
                + "\r\n");
        Head head = head();
        if (head.status() != 200) {
            throw new IOException("no event stream but HTTP status " + head.status());
        }
    }

    /** Ends the session of another connection, whose stream is in the way of doing so itself. */
    void end(LoadConnection other) throws IOException {
        send("DELETE " + path + " HTTP/1.1\r\nHost: " + host() + "\r\n" + other.kindHeaders() + "\r\n");
        answer("DELETE");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private byte[] exchange(String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + path + " HTTP/1.1\r\nHost: " + host()
                + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                + kindHeaders() + "Content-Length: " + bytes.length + "\r\n\r\n";
        send(head + body);
        return answer("POST");
    }

    private byte[] answer(String method) throws IOException {
        Head answer = head();
        session = answer.session().isEmpty() ? session : answer.session();
        byte[] content = answer.chunked() ? chunks() : take(answer.length());
        if (answer.status() / 100 != 2) {
            throw new IOException(
                    method + ": HTTP status " + answer.status() + ": " + new String(content, StandardCharsets.UTF_8));
        }
        return content;
    }

    private String host() {
        return "127.0.0.1:" + socket.getPort();
    }

    private String kindHeaders() {
        return switch (kind) {
            case LEGACY ->
                session.isEmpty()
                        ? ""
                        : "Mcp-Session-Id: " + session + "\r\nMCP-Protocol-Version: " + kind.revision() + "\r\n";
            case MODERN ->
                "MCP-Protocol-Version: " + kind.revision() + "\r\nMcp-Method: tools/call\r\nMcp-Name: " + tool + "\r\n";
        };
    }

    private void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private record Head(int status, int length, boolean chunked, String session) {}

    private Head head() throws IOException {
        String status = line();
        int length = 0;
        boolean chunked = false;
        String opened = "";
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            String value = header.substring(colon + 1).strip();
            switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Integer.parseInt(value);
                case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                case "mcp-session-id" -> opened = value;
                default -> {
                    // Nothing that a client must understand.
                }
            }
        }
        return new Head(Integer.parseInt(status.substring(9, 12)), length, chunked, opened);
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int size;
        do {
            size = Integer.parseInt(line().strip(), 16);
            whole.writeBytes(take(size));
            line();
        } while (size > 0);
        return whole.toByteArray();
    }

    private String line() throws IOException {
        int from = at;
        while (true) {
            for (int index = from; index < filled; index++) {
                if (buffer[index] == '\n') {
                    String line = new String(buffer, at, Math.max(0, index - 1 - at), StandardCharsets.ISO_8859_1);
                    at = index + 1;
                    return line;
                }
            }
            from = fill();
        }
    }

    private byte[] take(int length) throws IOException {
        byte[] bytes = new byte[length];
        int have = Math.min(length, filled - at);
        System.arraycopy(buffer, at, bytes, 0, have);
        at += have;
        if (in.readNBytes(bytes, have, length - have) < length - have) {
            throw new IOException("the connection ended within an answer");
        }
        return bytes;
    }

    /** Reads more behind what is left; returns where the new bytes begin. */
    private int fill() throws IOException {
        byte[] rest = Arrays.copyOfRange(buffer, at, filled);
        System.arraycopy(rest, 0, buffer, 0, rest.length);
        at = 0;
        filled = rest.length;
        int count = in.read(buffer, filled, buffer.length - filled);
        if (count <= 0) {
            throw new IOException("the connection ended");
        }
        filled += count;
        return rest.length;
    }
}
