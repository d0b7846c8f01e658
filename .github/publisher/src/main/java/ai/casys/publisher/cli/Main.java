// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code casys-publisher}. */
@Command(name = "casys-publisher", description = "Publishes the open part of the private tree, and nothing else.")
public final class Main implements Runnable {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec specification;

    private Main() {}

    /** Runs one command and ends the process: 0 done or nothing to do, 2 refused, 70 internal fault. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public void run() {
        specification.commandLine().usage(System.out);
    }
}
