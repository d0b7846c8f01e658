// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.fuzz;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One request. All text stands for bytes, as ISO-8859-1; {@code ${name}} stands for what an earlier answer said.
 *
 * @param line the request line
 * @param cut of a part that is sent: how much, in thousandths; of junk: which
 */
record Step(String line, List<String> headers, String body, Delivery delivery, int cut) {

    Step {
        headers = List.copyOf(headers);
    }

    Step withLine(String other) {
        return new Step(other, headers, body, delivery, cut);
    }

    Step withHeaders(List<String> other) {
        return new Step(line, other, body, delivery, cut);
    }

    Step withBody(String other) {
        return new Step(line, headers, other, delivery, cut);
    }

    Step delivered(Delivery other, int where) {
        return new Step(line, headers, body, other, where);
    }

    int size() {
        return line.length()
                + body.length()
                + headers.stream().mapToInt(String::length).sum();
    }

    /** The bytes of the whole request. */
    String wire(Map<String, String> variables) {
        String content = content(variables);
        StringBuilder text = new StringBuilder(filled(line, variables)).append("\r\n");
        headers.forEach(header -> text.append(filled(header, variables)).append("\r\n"));
        boolean framed = headers.stream()
                .map(header -> header.toLowerCase(Locale.ROOT))
                .anyMatch(header -> header.startsWith("content-length") || header.startsWith("transfer-encoding"));
        if (delivery == Delivery.CHUNKED || delivery == Delivery.CHUNKED_JUNK) {
            return text.append("Transfer-Encoding: chunked\r\n\r\n")
                    .append(delivery == Delivery.CHUNKED ? chunks(content) : junk(content))
                    .toString();
        }
        if (!framed && (!content.isEmpty() || line.startsWith("POST"))) {
            text.append("Content-Length: ").append(content.length()).append("\r\n");
        }
        return text.append("\r\n").append(content).toString();
    }

    /** The body as it is before any chunks are made of it. */
    String content(Map<String, String> variables) {
        return filled(body, variables);
    }

    private static String filled(String text, Map<String, String> variables) {
        if (!text.contains("${")) {
            return text;
        }
        String filled = text;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            String place = "${" + variable.getKey() + "}";
            if (variable.getValue().matches("-?\\d{1,18}")) {
                filled = filled.replace("\"" + place + "\"", variable.getValue());
            }
            filled = filled.replace(place, variable.getValue());
        }
        return filled;
    }

    private static String chunk(String part) {
        return Integer.toHexString(part.length()) + "\r\n" + part + "\r\n";
    }

    private static String chunks(String content) {
        if (content.isEmpty()) {
            return "0\r\n\r\n";
        }
        int middle = content.length() / 2;
        String first = middle == 0 ? "" : chunk(content.substring(0, middle));
        return first + chunk(content.substring(middle)) + "0\r\n\r\n";
    }

    private String junk(String content) {
        return switch (cut % 8) {
            case 0 -> "zz\r\n" + content + "\r\n0\r\n\r\n";
            case 1 -> "-1\r\n" + content + "\r\n0\r\n\r\n";
            case 2 -> "FFFFFFFFFFFFFFFFF\r\n" + content + "\r\n0\r\n\r\n";
            case 3 -> Integer.toHexString(content.length() + 5) + "\r\n" + content + "\r\n0\r\n\r\n";
            case 4 -> Integer.toHexString(content.length()) + ";a=\"\u0001b\"\r\n" + content + "\r\n0\r\nX: y\r\n\r\n";
            case 5 -> chunk(content) + "0\r\n" + "T: t\r\n".repeat(500) + "\r\n";
            case 6 -> chunk(content) + "0\r\nContent-Length: 3\r\nHost: evil.example\r\n\r\n";
            default -> Integer.toHexString(content.length()) + "\n" + content + "\n0\n\n";
        };
    }
}
