// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The kinds of clients that the load comes from, and what each says to call the echo. */
enum ClientKind {
    /** Revision 2025-11-25: a session for each client. */
    LEGACY,
    /** Revision 2026-07-28: no session, each request says everything itself. */
    MODERN;

    private static final String META = "io.modelcontextprotocol/";

    /** The kinds that an option names. */
    static List<ClientKind> named(String option) {
        if (option.equals("both")) {
            return List.of(values());
        }
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(option))
                .findFirst()
                .map(List::of)
                .orElseThrow(() ->
                        new IllegalArgumentException("--client knows legacy, modern and both, not \"" + option + "\""));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String revision() {
        return switch (this) {
            case LEGACY -> "2025-11-25";
            case MODERN -> "2026-07-28";
        };
    }

    /** The request that calls the echo with a text without quotes. */
    String call(long id, String tool, String text) {
        String meta = switch (this) {
            case LEGACY -> "";
            case MODERN ->
                ",\"_meta\":{\"" + META + "protocolVersion\":\"" + revision() + "\",\"" + META
                        + "clientInfo\":{\"name\":\"load\",\"version\":\"1\"},\"" + META + "clientCapabilities\":{}}";
        };
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":{\"text\":\"" + text + "\"}" + meta + "}}";
    }

    /** What opens a session; a client without sessions has no use for it, but a server on pipes may wait for it. */
    static String initialize() {
        return """
                {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
                "capabilities":{},"clientInfo":{"name":"load","version":"1"}}}""";
    }

    /** Whether an answer is that to this call: it carries the id and exactly the text. */
    static boolean isAnswer(String said, long id, String text) {
        return said.contains("\"id\":" + id + ",") && said.contains("\"text\":\"" + text + "\"");
    }
}
