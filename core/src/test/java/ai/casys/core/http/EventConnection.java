// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A connection that reads one event stream, event by event, and can be broken off at any moment. */
final class EventConnection implements AutoCloseable {

    /** One event; heartbeats are passed over. */
    record Event(String id, String type, String data) {}

    private final Socket socket;
    private final BufferedReader lines;
    private final String head;

    EventConnection(int port, String request) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder text = new StringBuilder();
        for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
            text.append(line).append('\n');
        }
        head = text.toString();
    }

    static EventConnection get(int port, String path, String... headers) throws IOException {
        return new EventConnection(port, "GET " + path + " HTTP/1.1\r\n" + common(headers) + "\r\n");
    }

    static EventConnection post(int port, String path, String body, String... headers) throws IOException {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return new EventConnection(
                port,
                "POST " + path + " HTTP/1.1\r\n" + common(headers) + "Content-Type: application/json\r\n"
                        + "Content-Length: " + length + "\r\n\r\n" + body);
    }

    private static String common(String... headers) {
        StringBuilder text = new StringBuilder("Host: localhost\r\nAccept: application/json, text/event-stream\r\n");
        for (int index = 0; index < headers.length; index += 2) {
            text.append(headers[index]).append(": ").append(headers[index + 1]).append("\r\n");
        }
        return text.toString();
    }

    int status() {
        return Integer.parseInt(head.substring(9, 12));
    }

    String head() {
        return head;
    }

    /** The next event; empty at the end of the stream. */
    Optional<Event> next() throws IOException {
        String id = "";
        String type = "message";
        String data = "";
        boolean any = false;
        for (String line = lines.readLine(); line != null && !line.equals("0"); line = lines.readLine()) {
            if (line.isEmpty() && any) {
                return Optional.of(new Event(id, type, data));
            }
            if (line.startsWith("id: ")) {
                id = line.substring(4);
                any = true;
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
                any = true;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
