// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code casys tools show}: one tool, and whether it can be trusted. */
@Command(name = "show", description = "Show one tool: what it is, and what speaks against trusting it.")
final class ToolsShowCommand implements Callable<Integer> {

    @Mixin
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The tool, as in 'casys tools'.")
    private String name = "";

    ToolsShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (EngineClient client = session.engine()) {
            JsonNode tool = client.get("/api/v1/tools/" + UrlText.encode(name));
            if (session.json()) {
                session.console().json(tool);
                return 0;
            }
            print(tool);
            return 0;
        }
    }

    private void print(JsonNode tool) {
        Console console = session.console();
        JsonNode review = tool.path("review");
        console.line(tool.path("name").asString("") + ": " + tool.path("tool").asString("") + " of server "
                + tool.path("server").asString(""));
        console.line("state       " + state(review));
        console.line("definition  " + tool.path("hash").asString(""));
        JsonNode pin = review.path("pin");
        if (pin.isObject()) {
            console.line("pinned      " + pin.path("hash").asString("") + ", first seen "
                    + pin.path("first_seen").asString(""));
        }
        if (pin.has("approved_at")) {
            console.line("approved    " + pin.path("approved_at").asString("") + " by "
                    + pin.path("approved_by").asString(""));
        }
        for (JsonNode finding : review.path("findings")) {
            console.line("finding     " + finding.path("kind").asString("") + " at "
                    + finding.path("path").asString("") + ": it "
                    + finding.path("meaning").asString(""));
            console.line("            " + finding.path("excerpt").asString(""));
        }
        if (review.path("changed").asBoolean(false)) {
            console.line("what changed: casys tools diff " + tool.path("name").asString(""));
        }
        String description = tool.path("description").asString("");
        if (!description.isBlank()) {
            console.line("");
            console.line(description.strip());
        }
    }

    /** In words, from the review of the tool. */
    static String state(JsonNode review) {
        String doubts = review.path("doubts")
                .valueStream()
                .map(doubt -> doubt.asString(""))
                .collect(Collectors.joining(", "));
        if (!review.path("withheld").isEmpty()) {
            return "withheld (" + doubts + ")";
        }
        if (!doubts.isEmpty()) {
            return "offered, but " + doubts;
        }
        return review.path("approved").asBoolean(false) ? "offered, approved" : "offered";
    }
}
