// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A home whose config names test servers. */
final class DoubleHome {

    private final ObjectNode config = JsonMapper.builder().build().createObjectNode();
    private final ObjectNode servers = config.putObject("mcpServers");

    /** A server over stdio that behaves as told; the home's path on its command line marks it as ours. */
    DoubleHome stdio(String name, Path home, String... behaviour) {
        ObjectNode server = servers.putObject(name);
        server.put(
                "command",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        var arguments = server.putArray("args");
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Dmark=" + home, "-cp")
                .forEach(arguments::add);
        arguments.add(System.getProperty("java.class.path"));
        arguments.add("ai.casys.core.upstream.DoubleServer");
        List.of(behaviour).forEach(arguments::add);
        return this;
    }

    DoubleHome http(String name, URI url) {
        servers.putObject(name).put("type", "http").put("url", url.toString());
        return this;
    }

    void writeTo(Path home) throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("casys.json"), config.toPrettyString());
    }
}
