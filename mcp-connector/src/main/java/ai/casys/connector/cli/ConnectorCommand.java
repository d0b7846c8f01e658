// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.connector.cli;

import ai.casys.connector.local.BadServerFileException;
import ai.casys.connector.local.ServerCheck;
import ai.casys.connector.local.ServerReport;
import ai.casys.shared.mcp.Implementation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands of {@code casys-connector}. */
@Command(
        name = "casys-connector",
        mixinStandardHelpOptions = true,
        version = "casys-connector 0.1.0",
        description = "Brings the MCP servers of this machine to the cloud.",
        subcommands = CommandLine.HelpCommand.class)
final class ConnectorCommand {

    /** Everything works. */
    static final int OK = 0;
    /** The arguments are wrong (sysexits EX_USAGE). */
    static final int USAGE = 64;
    /** A server does not work (sysexits EX_UNAVAILABLE). */
    static final int UNAVAILABLE = 69;
    /** The configuration is wrong (sysexits EX_CONFIG). */
    static final int CONFIGURATION = 78;

    private final Map<String, String> environment;
    private final PrintWriter out;
    private final PrintWriter err;

    ConnectorCommand(Map<String, String> environment, PrintWriter out, PrintWriter err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** The exit code. */
    int run(String... arguments) {
        CommandLine line = new CommandLine(this).setOut(out).setErr(err);
        if (arguments.length == 0) {
            line.usage(err);
            return USAGE;
        }
        return line.execute(arguments);
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Starts every local server of an mcpServers file and says whether it works.",
            exitCodeOnInvalidInput = USAGE,
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {
                "0:every server works",
                "64:wrong arguments",
                "69:a server does not work",
                "78:the file cannot be used"
            })
    int check(
            @Option(names = "--config", required = true, paramLabel = "FILE", description = "a file with mcpServers")
                    Path file,
            @Option(names = "--json", description = "write one JSON object instead of text") boolean json,
            @Option(
                            names = "--timeout",
                            paramLabel = "SECONDS",
                            defaultValue = "30",
                            description = "for each server, 1 to 600; ${DEFAULT-VALUE} if not given")
                    int seconds)
            throws InterruptedException {
        if (seconds < 1 || seconds > 600) {
            err.println("--timeout must be 1 to 600 seconds, not " + seconds);
            return USAGE;
        }
        ServerCheck check = new ServerCheck(
                environment, Duration.ofSeconds(seconds), new Implementation("casys-connector", "0.1.0"));
        try {
            List<ServerReport> reports = check.run(file);
            out.print(json ? ReportText.json(reports) : ReportText.plain(reports));
            out.flush();
            return reports.stream().anyMatch(report -> report instanceof ServerReport.Broken) ? UNAVAILABLE : OK;
        } catch (BadServerFileException e) {
            err.println(e.getMessage());
            return CONFIGURATION;
        }
    }
}
