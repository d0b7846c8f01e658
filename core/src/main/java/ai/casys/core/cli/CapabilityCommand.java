// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code casys capability}: sequences of calls that were seen again. */
@Command(
        name = "capability",
        description = "Sequences of calls that were seen to succeed again and again.",
        synopsisSubcommandLabel = "COMMAND")
final class CapabilityCommand implements Runnable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String PATH = "/api/v1/capabilities";

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec specification;

    private CapabilityCommand() {}

    /** @param session makes what each command shares with the others */
    static CommandLine with(Session session) {
        CommandLine command = new CommandLine(new CapabilityCommand());
        command.addSubcommand(new CapabilityListCommand(session));
        command.addSubcommand(new CapabilityShowCommand(session));
        command.addSubcommand(new Promote(session));
        command.addSubcommand(new Rename(session));
        command.addSubcommand(new Merge(session));
        command.addSubcommand(new Retire(session));
        return command;
    }

    @Override
    public void run() {
        throw new ParameterException(specification.commandLine(), "a command is missing");
    }

    /** The address of one capability. */
    static String path(String name) {
        return PATH + "/" + UrlText.encode(name);
    }

    private static void decide(Session session, String path, ObjectNode request, Function<JsonNode, String> said) {
        try (EngineClient client = session.engine()) {
            JsonNode answer = client.post(path, request);
            if (session.json()) {
                session.console().json(answer);
            } else {
                session.console().line(said.apply(answer));
            }
        }
    }

    private static String name(JsonNode capability) {
        return capability.path("name").asString("");
    }

    /** {@code casys capability promote}. */
    @Command(name = "promote", description = "Make one active, and forgive what failed.")
    private static final class Promote implements Runnable {

        @Mixin
        private final Session session;

        @Parameters(paramLabel = "NAME", description = "As in 'casys capability list'.")
        private String name = "";

        Promote(Session session) {
            this.session = session;
        }

        @Override
        public void run() {
            decide(session, path(name) + "/promote", MAPPER.createObjectNode(), answer -> name(answer) + " is active");
        }
    }

    /** {@code casys capability rename}. */
    @Command(name = "rename", description = "Give one another name.")
    private static final class Rename implements Runnable {

        @Mixin
        private final Session session;

        @Parameters(index = "0", paramLabel = "NAME", description = "As in 'casys capability list'.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "NEW", description = "1 to 64 of a-z, 0-9, _ and -.")
        private String other = "";

        Rename(Session session) {
            this.session = session;
        }

        @Override
        public void run() {
            decide(
                    session,
                    path(name) + "/rename",
                    MAPPER.createObjectNode().put("to", other),
                    answer -> name + " is called " + name(answer) + " now");
        }
    }

    /** {@code casys capability merge}. */
    @Command(name = "merge", description = "Count the runs of one as another's from now on, and retire it.")
    private static final class Merge implements Runnable {

        @Mixin
        private final Session session;

        @Parameters(index = "0", paramLabel = "NAME", description = "The one that goes.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "INTO", description = "The one that stays; it uses the same tools.")
        private String into = "";

        Merge(Session session) {
            this.session = session;
        }

        @Override
        public void run() {
            decide(
                    session,
                    path(name) + "/merge",
                    MAPPER.createObjectNode().put("into", into),
                    answer -> name + " was merged into " + name(answer));
        }
    }

    /** {@code casys capability retire}. */
    @Command(name = "retire", description = "Make one unwanted; it is not learned again.")
    private static final class Retire implements Runnable {

        @Mixin
        private final Session session;

        @Parameters(paramLabel = "NAME", description = "As in 'casys capability list'.")
        private String name = "";

        Retire(Session session) {
            this.session = session;
        }

        @Override
        public void run() {
            decide(session, path(name) + "/retire", MAPPER.createObjectNode(), answer -> name(answer) + " is retired");
        }
    }
}
