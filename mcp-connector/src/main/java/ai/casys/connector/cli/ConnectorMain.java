// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.connector.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The entry point of {@code casys-connector}. */
public final class ConnectorMain {

    private ConnectorMain() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(new ConnectorCommand(System.getenv(), out, err).run(arguments));
    }
}
