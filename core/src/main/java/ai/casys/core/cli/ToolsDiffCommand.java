// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code casys tools diff}: what is different about a tool. */
@Command(
        name = "diff",
        description = "Show what is different between the definition that was trusted and the one of now.")
final class ToolsDiffCommand implements Callable<Integer> {

    @Mixin
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The tool, as in 'casys tools'.")
    private String name = "";

    @Option(
            names = "--change",
            paramLabel = "ID",
            description = "An earlier change instead, by its id in 'casys tools changes --json'.")
    private @Nullable String change;

    ToolsDiffCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (EngineClient client = session.engine()) {
            JsonNode diff = client.get("/api/v1/tools/" + UrlText.encode(name) + "/diff"
                    + (change == null ? "" : "?change=" + UrlText.encode(change)));
            if (session.json()) {
                session.console().json(diff);
                return 0;
            }
            String text = diff.path("text").asString("");
            if (text.isEmpty()) {
                session.console().note("The definition is the one that was trusted.");
            } else {
                session.console().line(text.stripTrailing());
            }
            return 0;
        }
    }
}
