// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays scripts against a server: one client after the other, or many at once from many threads. */
final class Player {

    private static final long QUICK_MILLIS = 250;

    private static final Map<String, Pattern> VARIABLES = variables();

    private final int port;
    private final long deadlineMillis;

    /** @param deadlineMillis by when the server must have answered, or closed the connection */
    Player(int port, long deadlineMillis) {
        this.port = port;
        this.deadlineMillis = deadlineMillis;
    }

    /**
     * What the server did.
     *
     * @param sent all bytes that were sent, for the ids in them
     * @param received what came on each connection
     * @param hung whether a connection was neither answered nor closed in time
     */
    record Played(String sent, List<String> received, boolean hung) {}

    Played play(Script script) throws IOException, InterruptedException {
        Map<String, String> known = new HashMap<>();
        VARIABLES
                .keySet()
                .forEach(name -> known.put(name, name.equals("messages") ? "/messages?session=none" : "none"));
        StringBuilder sent = new StringBuilder();
        List<Line> lines = new ArrayList<>();
        try {
            for (Step step : script.steps()) {
                boolean shared = step.delivery().sharesConnection() && !lines.isEmpty();
                if (!shared) {
                    lines.add(new Line(port));
                }
                Line line = lines.getLast();
                String wire = step.wire(known);
                // Chunks tear apart what is looked for later.
                sent.append(wire).append('\n').append(step.content(known)).append('\n');
                line.send(step, wire);
                if (step.delivery() != Delivery.PIPELINED) {
                    line.await(Line::isTelling, QUICK_MILLIS);
                }
                lines.forEach(each -> learn(each.received(), known));
            }
            long until = System.nanoTime() + deadlineMillis * 1_000_000;
            boolean hung = false;
            for (Line line : lines) {
                long left = Math.max(1, (until - System.nanoTime()) / 1_000_000);
                hung |= !line.await(Line::isSettled, left);
            }
            return new Played(
                    sent.toString(), lines.stream().map(Line::received).toList(), hung);
        } finally {
            lines.forEach(Line::close);
        }
    }

    private static void learn(String text, Map<String, String> known) {
        VARIABLES.forEach((name, pattern) -> {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                known.put(name, matcher.group(1));
            }
        });
    }

    private static Map<String, Pattern> variables() {
        Map<String, Pattern> variables = new LinkedHashMap<>();
        variables.put("session", Pattern.compile("(?i)mcp-session-id: ([^\\r]+)"));
        variables.put("state", Pattern.compile("\"requestState\":\"([^\"]+)\""));
        variables.put("event", Pattern.compile("(?m)^id: ?([^\\r\\n]+)"));
        variables.put("messages", Pattern.compile("data: ?(/messages[^\\r\\n]+)"));
        variables.put(
                "question", Pattern.compile("\"id\":\"?([^\",}]+)\"?,\"method\":\"(?:elicitation|sampling|roots)"));
        return variables;
    }
}
