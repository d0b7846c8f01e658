// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.settings.ServerDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Definitions of test servers. */
final class Doubles {

    private Doubles() {}

    /** A {@link DoubleServer} with the given {@code name=value} behaviour. */
    static ServerDefinition.Stdio stdio(String name, String... behaviour) {
        return stdio(name, Map.of(), behaviour);
    }

    static ServerDefinition.Stdio stdio(String name, Map<String, String> environment, String... behaviour) {
        List<String> command = javaCommand(behaviour);
        return new ServerDefinition.Stdio(
                name, command.getFirst(), command.subList(1, command.size()), environment, Optional.empty());
    }

    /** The command line of a quickly starting JVM with a {@link DoubleServer}. */
    static List<String> javaCommand(String... behaviour) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                DoubleServer.class.getName()));
        command.addAll(List.of(behaviour));
        return command;
    }
}
