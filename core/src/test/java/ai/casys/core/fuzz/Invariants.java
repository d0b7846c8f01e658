// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.fuzz;

import ai.casys.shared.jsonrpc.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What must hold of whatever the server sends, whatever it was sent. */
final class Invariants {

    /**
     * 501 and 505 are what HTTP itself answers to a transfer coding and a version that a server does not know; 502 to 504
     * are about a server behind the gateway, or about load.
     */
    private static final Set<Integer> FAULTS_THAT_MAY_BE = Set.of(501, 502, 503, 504, 505);

    private static final Pattern INSIDES = Pattern.compile(
            "Exception|\\tat |\\n at |\\.java:|\\.java\\)|java\\.lang|jakarta\\.|(?i:jetty|javalin)|ai\\.casys\\.|tools\\.jackson|Internal error");

    private static final Pattern PARTICULARS =
            Pattern.compile("\"[^\"]*\"|'[^']*'|\\S*[0-9_/]\\S*|[^ -~]+|[A-Za-z+/=-]{24,}");

    private Invariants() {}

    /** What is wrong; empty if nothing. */
    static Optional<String> violated(Player.Played played) {
        if (played.hung()) {
            return Optional.of("hang: neither an answer nor a close in time");
        }
        for (String received : played.received()) {
            Response.All all = Response.parse(received);
            if (all.fault().isPresent()) {
                return all.fault();
            }
            for (Response response : all.responses()) {
                Optional<String> fault = fault(response, played.sent());
                if (fault.isPresent()) {
                    return fault;
                }
            }
        }
        return Optional.empty();
    }

    /** What makes an answer another one than those before: status, error code and the words of the message. */
    static Set<String> signatures(Player.Played played) {
        Set<String> signatures = new TreeSet<>();
        for (String received : played.received()) {
            for (Response response : Response.parse(received).responses()) {
                String start = response.status() + " "
                        + response.header("Content-Type").orElse("-");
                List<JsonNode> messages = messages(response);
                if (messages.isEmpty()) {
                    signatures.add(start);
                }
                for (JsonNode message : messages) {
                    signatures.add(start + " " + template(message));
                }
            }
        }
        return signatures;
    }

    private static String template(JsonNode message) {
        JsonNode error = message.path("error");
        String text = error.path("message").asString(message.path("detail").asString(""));
        String result = String.join(",", message.path("result").propertyNames());
        String shape =
                error.path("code").asString("") + " " + message.path("method").asString("") + " " + result + " "
                        + PARTICULARS.matcher(text).replaceAll("#");
        return shape.length() > 200 ? shape.substring(0, 200) : shape;
    }

    private static Optional<String> fault(Response response, String sent) {
        if (response.status() >= 500 && !FAULTS_THAT_MAY_BE.contains(response.status())) {
            return Optional.of("status " + response.status());
        }
        String body = response.body();
        var inside = INSIDES.matcher(body);
        if (inside.find() && !sent.contains(inside.group())) {
            return Optional.of("the answer shows \"" + inside.group().strip() + "\"");
        }
        if (!response.complete() && !response.isEvents()) {
            // The connection broke, by the client's doing.
            return Optional.empty();
        }
        try {
            for (JsonNode message : messages(response)) {
                if (!message.isArray() && (message.has("jsonrpc") || message.has("error"))) {
                    Optional<String> fault = message(message, sent);
                    if (fault.isPresent()) {
                        return fault;
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            return Optional.of("an answer that is not JSON: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static Optional<String> message(JsonNode message, String sent) {
        if (!message.path("jsonrpc").asString("").equals("2.0")) {
            return Optional.of("a message without \"jsonrpc\"");
        }
        if (message.has("method")) {
            return Optional.empty();
        }
        if (message.has("result") == message.has("error")) {
            return Optional.of("a message with both or neither of result and error");
        }
        JsonNode error = message.path("error");
        if (message.has("error")
                && !(error.path("code").isIntegralNumber()
                        && error.path("message").isString())) {
            return Optional.of("an error without code and message");
        }
        JsonNode id = message.path("id");
        if (id.isNull() || id.isMissingNode()) {
            return message.has("error") ? Optional.empty() : Optional.of("a result without id");
        }
        String written = RawJson.of(id).toString();
        String bytes = new String(written.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return sent.contains(bytes) || sent.contains("\\") ? Optional.empty() : Optional.of("an id nobody sent: " + id);
    }

    /** The JSON values in the body of an answer; of one that is not complete, those that are. */
    private static List<JsonNode> messages(Response response) {
        List<JsonNode> messages = new ArrayList<>();
        if (response.isEvents()) {
            String body = response.body();
            int end = body.lastIndexOf("\n\n");
            for (String line :
                    end < 0 ? List.<String>of() : body.substring(0, end).lines().toList()) {
                String data = line.startsWith("data:") ? line.substring(5).strip() : "";
                if (!data.isEmpty() && !data.startsWith("/messages")) {
                    add(messages, data);
                }
            }
        } else if (response.complete()
                && (response.is("application/json") || response.is("application/problem+json"))) {
            add(messages, response.body());
        }
        return messages;
    }

    private static void add(List<JsonNode> messages, String text) {
        JsonNode node = Json.parse(text);
        if (node.isArray()) {
            node.forEach(messages::add);
        } else {
            messages.add(node);
        }
    }
}
