// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.settings.Environment;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.json.JsonMapper;

/** The program {@code casys}. Exit codes follow sysexits: 0, 64, 69, 70, 75, 77, 78. */
@Command(
        name = "casys",
        description = "One MCP server in front of all of your MCP servers.",
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec specification;

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream error = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(run(Environment.current(), out, error, arguments));
    }

    /** Runs one command. */
    static int run(Environment environment, PrintStream out, PrintStream error, String... arguments) {
        Console console = new Console(out, error);
        Session session = new Session(environment, console);
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.addMixin("session", session);
        commandLine.addSubcommand(new ServeCommand(session));
        commandLine.addSubcommand(new StdioCommand(session));
        commandLine.addSubcommand(new InitCommand(session));
        commandLine.addSubcommand(ToolsCommand.create(session));
        commandLine.addSubcommand(new SearchCommand(session));
        commandLine.addSubcommand(new FeedbackCommand(session));
        commandLine.addSubcommand(new PlanCommand(session));
        commandLine.addSubcommand(new CallCommand(session));
        commandLine.addSubcommand(GraphCommand.with(session));
        commandLine.addSubcommand(LearnedCommand.with(session));
        commandLine.addSubcommand(CapabilityCommand.with(session));
        commandLine.addSubcommand(new EvalCommand(session));
        commandLine.addSubcommand(new StatusCommand(session));
        commandLine.addSubcommand(new DoctorCommand(session));
        commandLine.addSubcommand(new BackupCommand(session));
        commandLine.addSubcommand(new RestoreCommand(session));
        commandLine.addSubcommand(KeysCommand.with(session));
        commandLine.addSubcommand(new VersionCommand(session));
        commandLine.addSubcommand(new CommandLine.HelpCommand());
        commandLine.setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8));
        commandLine.setErr(new java.io.PrintWriter(error, true, StandardCharsets.UTF_8));
        commandLine.setExecutionStrategy(Main::runLast);
        commandLine.setParameterExceptionHandler((exception, _) -> usageError(console, exception));
        commandLine.setExecutionExceptionHandler((exception, _, _) -> failure(session, exception));
        return commandLine.execute(arguments);
    }

    /** What stands before the word of a command must be known to that command as well; nothing is silently ignored. */
    private static int runLast(ParseResult parsed) {
        for (ParseResult outer = parsed; outer.hasSubcommand(); outer = outer.subcommand()) {
            CommandLine inner = outer.subcommand().commandSpec().commandLine();
            if (!outer.matchedPositionals().isEmpty()) {
                throw new ParameterException(
                        inner,
                        "\"" + outer.matchedPositional(0).stringValues().getFirst() + "\" cannot stand before \""
                                + inner.getCommandName() + "\"");
            }
            for (OptionSpec option : outer.matchedOptions()) {
                if (!inner.getCommandSpec().optionsMap().containsKey(option.longestName())) {
                    throw new ParameterException(
                            inner, inner.getCommandName() + " has no option " + option.longestName());
                }
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /** Without a command, the usage is shown. */
    @Override
    public void run() {
        throw new ParameterException(specification.commandLine(), "a command is missing");
    }

    private static int usageError(Console console, ParameterException exception) {
        CommandLine command = exception.getCommandLine();
        console.note("casys: " + exception.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(exception, command.getErr());
        console.note(command.getUsageMessage().stripTrailing());
        return ErrorCategory.INVALID_INPUT.exitCode();
    }

    private static int failure(Session session, Exception exception) {
        if (exception instanceof CasysException known) {
            report(session, known.category(), known.getMessage());
            return known.category().exitCode();
        }
        Path log = session.home().resolve("logs").resolve("cli.log");
        LogConfigurator.failure(log);
        LoggerFactory.getLogger(Main.class).error("unexpected failure", exception);
        report(session, ErrorCategory.INTERNAL, "unexpected failure: " + exception + "; details are in " + log);
        return ErrorCategory.INTERNAL.exitCode();
    }

    private static void report(Session session, ErrorCategory category, String message) {
        if (!session.json()) {
            session.console().note("casys: " + message);
            return;
        }
        var tree = MAPPER.createObjectNode();
        tree.putObject("error")
                .put("category", category.name().toLowerCase(java.util.Locale.ROOT))
                .put("message", message);
        session.console().json(tree);
    }
}
