// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One answer as it came, its text standing for bytes.
 *
 * @param complete whether the framing says that nothing more belongs to it
 */
record Response(int status, String head, String body, boolean complete) {

    Optional<String> header(String name) {
        return head.lines()
                .skip(1)
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    boolean is(String type) {
        return header("Content-Type").filter(value -> value.startsWith(type)).isPresent();
    }

    boolean isEvents() {
        return is("text/event-stream");
    }

    /** Everything a server sent on one connection. */
    record All(List<Response> responses, Optional<String> fault) {}

    /** Takes apart what a server sent; the last answer may still be on its way. */
    static All parse(String text) {
        List<Response> responses = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf("\r\n\r\n", at);
            if (end < 0) {
                boolean starts = text.startsWith("HTTP/1.1 ", at) || "HTTP/1.1 ".startsWith(text.substring(at));
                return new All(responses, starts ? Optional.empty() : fault(text, at));
            }
            String head = text.substring(at, end);
            if (!head.matches("(?s)HTTP/1\\.1 [1-5]\\d\\d( [^\\r]*)?(\\r\\n.*)?")) {
                return new All(responses, fault(text, at));
            }
            int status = Integer.parseInt(head.substring(9, 12));
            Response bare = new Response(status, head, "", true);
            int start = end + 4;
            if (status < 200) {
                at = start;
                continue;
            }
            if (status == 204 || status == 304) {
                responses.add(bare);
                at = start;
            } else if (bare.header("Transfer-Encoding").isPresent()) {
                at = chunked(text, start, bare, responses);
                if (at < 0) {
                    return new All(responses, Optional.of("chunks that are none"));
                }
            } else {
                Optional<String> length = bare.header("Content-Length");
                long size = length.map(Long::parseLong).orElse((long) text.length());
                boolean complete = length.isPresent() && start + size <= text.length();
                int stop = (int) Math.min(start + size, text.length());
                responses.add(new Response(status, head, text.substring(start, stop), complete));
                at = stop;
            }
        }
        return new All(responses, Optional.empty());
    }

    private static Optional<String> fault(String text, int at) {
        return Optional.of("an answer that is not HTTP: " + text.substring(at, Math.min(text.length(), at + 60)));
    }

    /** Where the next answer begins; -1 for chunks that are none. */
    private static int chunked(String text, int start, Response bare, List<Response> responses) {
        StringBuilder body = new StringBuilder();
        int at = start;
        while (true) {
            int line = text.indexOf("\r\n", at);
            if (line < 0) {
                responses.add(new Response(bare.status, bare.head, body.toString(), false));
                return text.length();
            }
            int size;
            try {
                size = Integer.parseInt(text.substring(at, line).toLowerCase(Locale.ROOT), 16);
            } catch (NumberFormatException _) {
                return -1;
            }
            int from = line + 2;
            if (from + size + 2 > text.length()) {
                responses.add(new Response(bare.status, bare.head, body.toString(), false));
                return text.length();
            }
            body.append(text, from, from + size);
            at = from + size + 2;
            if (size == 0) {
                responses.add(new Response(bare.status, bare.head, body.toString(), true));
                return at;
            }
        }
    }
}
