// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.JsonNode;

/** {@code casys learned}: what is kept of searches and calls. */
@Command(
        name = "learned",
        description = "What was learned from searches and calls.",
        synopsisSubcommandLabel = "COMMAND")
final class LearnedCommand implements Runnable {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec specification;

    private LearnedCommand() {}

    static CommandLine with(Session session) {
        CommandLine learned = new CommandLine(new LearnedCommand());
        learned.addSubcommand(new Export(session));
        learned.addSubcommand(new Erase(session));
        return learned;
    }

    @Override
    public void run() {
        throw new ParameterException(specification.commandLine(), "a command is missing");
    }

    /** {@code casys learned export}. */
    @Command(name = "export", description = "Write all of it to standard output, as JSON lines.")
    private static final class Export implements Runnable {

        @Mixin
        private final Session session;

        Export(Session session) {
            this.session = session;
        }

        @Override
        public void run() {
            try (EngineClient client = session.engine()) {
                session.console().document(client.text("/api/v1/learned"));
            }
        }
    }

    /** {@code casys learned erase}. */
    @Command(name = "erase", description = "Forget all of it, for good.")
    private static final class Erase implements Runnable {

        @Mixin
        private final Session session;

        @Option(names = "--yes", description = "Say that you mean it.")
        private boolean yes;

        Erase(Session session) {
            this.session = session;
        }

        @Override
        public void run() {
            if (!yes) {
                throw new CasysException(
                        ErrorCategory.INVALID_INPUT,
                        "this forgets everything learned from searches and calls, and cannot be undone; add --yes."
                                + " To keep a copy: casys learned export > learned.jsonl");
            }
            try (EngineClient client = session.engine()) {
                JsonNode answer = client.delete("/api/v1/learned");
                if (session.json()) {
                    session.console().json(answer);
                } else {
                    session.console().line("everything learned was erased");
                }
            }
        }
    }
}
