// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.connector.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A legacy MCP server with one tool, named after the variables it can see; run as a process of its own. */
final class SmallServer {

    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

    private SmallServer() {}

    /** Arguments: {@code good}, {@code hangs}, or {@code exits}. */
    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("exits")) {
            System.err.println("API_KEY is not set");
            System.exit(2);
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Matcher id = ID.matcher(line);
            if (arguments[0].equals("good") && id.find()) {
                out.print("{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + "," + answer(line) + "}\n");
                out.flush();
            }
        }
    }

    private static String answer(String line) {
        if (line.contains("\"initialize\"")) {
            return "\"result\":{\"protocolVersion\":\"2025-03-26\",\"capabilities\":{\"tools\":{}},"
                    + "\"serverInfo\":{\"name\":\"small\",\"version\":\"1\"}}";
        }
        if (line.contains("\"tools/list\"")) {
            boolean clean = System.getenv("GREETING") != null && System.getenv("SECRET_OF_OURS") == null;
            String tool = "{\"name\":\"hello\",\"inputSchema\":{\"type\":\"object\"}}";
            return "\"result\":{\"tools\":[" + (clean ? tool : "") + "]}";
        }
        return "\"error\":{\"code\":-32601,\"message\":\"unknown\"}";
    }
}
