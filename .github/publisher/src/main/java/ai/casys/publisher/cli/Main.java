// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.cli;

import ai.casys.publisher.contribution.GrantException;
import ai.casys.publisher.policy.PolicyException;
import ai.casys.publisher.publishing.IsolatedSystemReader;
import ai.casys.publisher.publishing.PublicationException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code casys-publisher}. Without a command it plans, which changes nothing. */
@Command(
        name = "casys-publisher",
        description = "Publishes the open part of the private tree, and nothing else.",
        synopsisSubcommandLabel = "COMMAND",
        footer = "Exit codes: 0 done or nothing to do, 2 refused, 70 internal fault.")
public final class Main implements Runnable {
    /** Done, or nothing to do. */
    static final int DONE = 0;

    /** Refused; the report says why. */
    static final int REFUSED = 2;

    /** A fault of the program, or of a machine or network it needs. */
    static final int FAULT = 70;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec specification;

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream error = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(run(System.getenv(), out, error, arguments));
    }

    /** Runs one command. */
    static int run(Map<String, String> environment, PrintStream out, PrintStream error, String... arguments) {
        IsolatedSystemReader.install();
        CommandLine commandLine = new CommandLine(new Main());
        for (PublicationCommand.Kind kind : PublicationCommand.Kind.values()) {
            commandLine.addSubcommand(kind.word(), new PublicationCommand(kind, environment, out, error));
        }
        commandLine.addSubcommand(new EpochCommand(environment, out, error));
        commandLine.addSubcommand(new ImportCommand(out));
        commandLine.addSubcommand(new CommandLine.HelpCommand());
        commandLine.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(error, true, StandardCharsets.UTF_8));
        commandLine.setExecutionExceptionHandler((exception, _, _) -> failed(error, exception));
        return commandLine.execute(withCommand(arguments));
    }

    private static String[] withCommand(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (all.equals(List.of("--help")) || all.equals(List.of("-h"))) {
            return new String[] {"help"};
        }
        if (arguments.length > 0 && arguments[0].startsWith("--")) {
            all.addFirst("plan");
        }
        return all.toArray(String[]::new);
    }

    private static int failed(PrintStream error, Exception exception) {
        return switch (exception) {
            case PublicationException _, PolicyException _, GrantException _, IllegalArgumentException _ -> {
                error.println("refused: " + exception.getMessage());
                yield REFUSED;
            }
            case IOException _, UncheckedIOException _ -> {
                error.println("failed, and nothing was published: " + exception.getMessage());
                yield FAULT;
            }
            default -> {
                LoggerFactory.getLogger(Main.class).error("a fault of the publisher; nothing was published", exception);
                yield FAULT;
            }
        };
    }

    @Override
    public void run() {
        specification.commandLine().usage(specification.commandLine().getOut());
    }
}
