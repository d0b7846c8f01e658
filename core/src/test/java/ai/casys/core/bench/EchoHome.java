// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A home whose config names the echo as {@code http} and as {@code stdio}. */
final class EchoHome {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private EchoHome() {}

    static void write(Path home, URI echo) throws IOException {
        ObjectNode config = MAPPER.createObjectNode();
        ObjectNode servers = config.putObject("mcpServers");
        servers.putObject("http").put("type", "http").put("url", echo.toString());
        List<String> command = EchoProcess.command("stdio");
        ObjectNode child = servers.putObject("stdio").put("command", command.getFirst());
        command.stream().skip(1).forEach(child.putArray("args")::add);
        Files.writeString(home.resolve("casys.json"), config.toPrettyString());
    }
}
