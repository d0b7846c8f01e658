// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandPathTest {

    @Test
    void theProgramIsLookedForOnThePathOfTheChild(@TempDir Path home) throws IOException {
        Path program = program(home.resolve("tool"));
        CommandPath commands = new CommandPath(Map.of("PATH", home.toString()), false);
        assertThat(commands.resolve("tool", Optional.empty())).isEqualTo(program.toString());
        assertThat(commands.resolve("./tool", Optional.of(home))).endsWith("tool");
        assertThatThrownBy(() -> commands.resolve("other", Optional.empty())).isInstanceOf(TransportException.class);
        assertThatThrownBy(() -> commands.resolve("a\0b", Optional.empty())).isInstanceOf(TransportException.class);
        assertThatThrownBy(() -> new CommandPath(Map.of(), false).resolve("tool", Optional.empty()))
                .hasMessageContaining("full path");
    }

    @Test
    void windowsEndingsAreTriedBeforeThePlainName(@TempDir Path home) throws IOException {
        program(home.resolve("npx"));
        Path script = program(home.resolve("npx.cmd"));
        CommandPath commands = new CommandPath(Map.of("Path", home.toString(), "PATHEXT", ".EXE;.CMD"), true);
        assertThat(commands.resolve("npx", Optional.empty())).isEqualTo(script.toString());
    }

    private static Path program(Path path) throws IOException {
        Files.writeString(path, "");
        assertThat(path.toFile().setExecutable(true)).isTrue();
        return path;
    }
}
