// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.learning.graph.GraphFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code casys graph}: which tools go together. */
@Command(
        name = "graph",
        description = "Which tools go together, as learned from calls.",
        synopsisSubcommandLabel = "COMMAND")
final class GraphCommand implements Runnable {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec specification;

    private GraphCommand() {}

    static CommandLine with(Session session) {
        CommandLine graph = new CommandLine(new GraphCommand());
        graph.addSubcommand(new Export(session));
        return graph;
    }

    @Override
    public void run() {
        throw new ParameterException(specification.commandLine(), "a command is missing");
    }

    /** {@code casys graph export}. */
    @Command(name = "export", description = "Write the graph to standard output.")
    private static final class Export implements Runnable {

        @Mixin
        private final Session session;

        @Option(names = "--format", paramLabel = "FORMAT", description = "graphml, json or dot (default json).")
        private @Nullable String format;

        Export(Session session) {
            this.session = session;
        }

        @Override
        public void run() {
            String wanted = format == null ? "json" : format;
            if (GraphFormat.of(wanted).isEmpty()) {
                throw new CasysException(
                        ErrorCategory.INVALID_INPUT, "--format is \"" + wanted + "\"; it must be graphml, json or dot");
            }
            try (EngineClient client = session.engine()) {
                session.console().document(client.text("/api/v1/graph?format=" + wanted));
            }
        }
    }
}
