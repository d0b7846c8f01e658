// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CasysException;
import ai.casys.core.settings.Overrides;
import ai.casys.core.settings.ServerDefinition.Stdio;
import ai.casys.core.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientConfigsWriteTest {

    private static final CasysEntry PROGRAM =
            new CasysEntry.Program(Path.of("/opt/casys/casys").toAbsolutePath());

    private final ClientConfigs configs =
            new ClientConfigs(Clock.fixed(Instant.parse("2026-11-23T10:15:30Z"), ZoneOffset.UTC));

    @TempDir
    private Path home;

    @Test
    void serversOfAllClientsComeTogetherOnce() throws IOException {
        client(".claude.json", """
                {"mcpServers": {"memory": {"command": "npx", "args": ["memory"]}, "casys": {"url": "http://127.0.0.1:3003/mcp"},
                  "Old One": {"command": "old", "disabled": true}, "nothing": {}}}""");
        client(".cursor/mcp.json", """
                {"mcpServers": {"mem": {"args": ["memory"], "command": "npx", "autoApprove": ["*"]},
                  "memory": {"command": "npx", "args": ["memory"], "env": {"FILE": "other"}}, "time": {"command": "time"},
                  "gate": {"command": "/opt/casys/casys", "args": ["stdio"]}}}""");
        client(".codeium/windsurf/mcp_config.json", "{\"mcpServers\": {\"old-two\": {\"command\": \"old\"}}}");
        ImportPlan plan = configs.plan(found(), target());
        assertThat(plan.additions())
                .extracting(addition -> addition.name() + " of " + addition.client())
                .containsExactly(
                        "memory of CLAUDE_CODE", "old-two of WINDSURF", "memory-2 of CURSOR", "time-2 of CURSOR");
        assertThat(plan.skipped())
                .extracting(skipped -> skipped.name() + " " + skipped.reason())
                .containsExactly(
                        "casys is this gateway itself",
                        "nothing has neither a command nor an address",
                        "mem is the same as memory of Claude Code",
                        "gate is this gateway itself",
                        "old-two is the same as Old One of Claude Code");
        assertThat(Files.exists(target())).isFalse();
        assertThat(configs.apply(plan)).isEqualTo(new WriteOutcome.Written(target(), Optional.empty()));
        assertThat(SettingsLoader.of(Map.of("CASYS_HOME", home.resolve("casys").toString()), home, Overrides.NONE)
                        .load()
                        .settings()
                        .servers())
                .containsOnlyKeys("memory", "memory-2", "time-2", "old-two");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target())))
                .isEqualTo("rw-------");
    }

    @Test
    void importingTwiceAddsNothing() throws IOException {
        client(".cursor/mcp.json", "{\"mcpServers\": {\"My Files\": {\"command\": \"f\"}}}");
        configs.apply(configs.plan(found(), target()));
        ImportPlan again = configs.plan(found(), target());
        assertThat(again.additions()).isEmpty();
        assertThat(again.skipped()).extracting(ImportPlan.Skipped::reason).containsExactly("is there already");
        assertThat(configs.apply(again)).isEqualTo(new WriteOutcome.Unchanged(target()));
    }

    @Test
    void everythingElseInOurFileIsKeptAndBackedUp() throws IOException {
        String before = """
                {
                    "casys": {"http": {"port": 5}, "builtin": {"disabled": ["time"]}},
                    "mcpServers": {"a": {"command": "x", "odd": [1.10, 12345678901234567890, 1e400]}},
                    "other": null
                }
                """;
        Files.createDirectories(home.resolve("casys"));
        Files.writeString(target(), before);
        client(".cursor/mcp.json", "{\"mcpServers\": {\"a\": {\"command\": \"y\"}, \"time\": {\"command\": \"t\"}}}");
        Path backup = home.resolve("casys/casys.json.bak-20261123-101530");
        assertThat(configs.apply(configs.plan(found(), target())))
                .isEqualTo(new WriteOutcome.Written(target(), Optional.of(backup)));
        assertThat(backup).hasContent(before);
        assertThat(Files.readString(target()))
                .contains(
                        "\n    \"casys\": {",
                        "1.10",
                        "12345678901234567890",
                        "E+400",
                        "\"other\": null",
                        "\"a-2\": {",
                        "\"time\": {");
        assertThat(SettingsLoader.of(Map.of("CASYS_HOME", home.resolve("casys").toString()), home, Overrides.NONE)
                        .load()
                        .settings()
                        .servers()
                        .get("a-2"))
                .isEqualTo(new Stdio("a-2", "y", List.of(), Map.of(), Optional.empty()));
    }

    @Test
    void ourFileWithCommentsOrAClashIsLeftAlone() throws IOException {
        client(".cursor/mcp.json", "{\"mcpServers\": {\"b\": {\"command\": \"y\", \"env\": {\"K\": \"TOP\"}}}}");
        Files.createDirectories(home.resolve("casys"));
        Files.writeString(target(), "{\n // mine\n}");
        ImportPlan plan = configs.plan(found(), target());
        assertThat(plan.toString()).doesNotContain("TOP");
        assertThatThrownBy(() -> configs.apply(plan))
                .isInstanceOf(CasysException.class)
                .hasMessageContaining("comments")
                .hasMessageNotContaining("TOP");
        assertThat(target()).hasContent("{\n // mine\n}");
        Files.writeString(target(), "{\"mcpServers\": {\"b\": {\"command\": \"z\"}}}");
        assertThatThrownBy(() -> configs.apply(plan)).hasMessageContaining("meanwhile");
        Files.writeString(target(), "{\"mcpServers\": []}");
        assertThatThrownBy(() -> configs.plan(found(), target())).hasMessageContaining("no object");
        assertThat(leftovers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".claude.json | mcpServers | {\"type\": \"http\", \"url\": \"http://127.0.0.1:3003/mcp\"}",
                ".cursor/mcp.json | mcpServers | {\"url\": \"http://127.0.0.1:3003/mcp\"}",
                ".config/Code/User/mcp.json | servers | {\"type\": \"http\", \"url\": \"http://127.0.0.1:3003/mcp\"}",
                ".codeium/windsurf/mcp_config.json | mcpServers | {\"serverUrl\": \"http://127.0.0.1:3003/mcp\"}",
                ".config/zed/settings.json | context_servers | {\"url\": \"http://127.0.0.1:3003/mcp\"}",
                ".gemini/settings.json | mcpServers | {\"httpUrl\": \"http://127.0.0.1:3003/mcp\"}"
            })
    void theGatewayIsWrittenAsEachClientExpectsIt(String file, String key, String entry) throws IOException {
        client(file, "{\n\t\"theme\": \"dark\"\n}");
        FoundConfig config = found().getFirst();
        assertThat(configs.addCasysEntry(config, ClientConfigs.DEFAULT_ADDRESS))
                .isInstanceOf(WriteOutcome.Written.class);
        assertThat(Files.readString(config.file()).replaceAll("\\s+", " "))
                .isEqualTo("{ \"theme\": \"dark\", \"" + key + "\": { \"casys\": "
                        + entry.replace("{", "{ ").replace("}", " }") + " } } ");
        assertThat(Files.readString(config.file())).contains("\n\t\"theme\"");
        assertThat(configs.addCasysEntry(config, ClientConfigs.DEFAULT_ADDRESS))
                .isEqualTo(new WriteOutcome.Unchanged(config.file()));
        assertThat(configs.plan(found(), target()).additions()).isEmpty();
    }

    @Test
    void aClientThatTakesNoAddressStartsTheProgram() throws IOException {
        client(".config/Claude/claude_desktop_config.json", "{\"mcpServers\": {\"a\": {\"command\": \"x\"}}}");
        FoundConfig config = found().getFirst();
        assertThatThrownBy(() -> configs.addCasysEntry(config, ClientConfigs.DEFAULT_ADDRESS))
                .hasMessageContaining("Claude Desktop");
        configs.addCasysEntry(config, PROGRAM);
        assertThat(found().getFirst().servers()).extracting(FoundServer::name).containsExactly("a", "casys");
        assertThat(config.file().resolveSibling("claude_desktop_config.json.bak-20261123-101530"))
                .hasContent("{\"mcpServers\": {\"a\": {\"command\": \"x\"}}}");
    }

    @Test
    void aFileWithCommentsIsLeftAloneAndTheSnippetShown() throws IOException {
        String before = "{\n  // mine\n  \"mcpServers\": {\"a\": {\"command\": \"x\", \"env\": {\"K\": \"TOP\"}}},\n}";
        client(".cursor/mcp.json", before);
        client(".codex/config.toml", "model = \"x\"\n");
        assertThat(configs.addCasysEntry(found().getFirst(), ClientConfigs.DEFAULT_ADDRESS))
                .isInstanceOfSatisfying(WriteOutcome.LeftAlone.class, left -> {
                    assertThat(left.reason()).contains("comments");
                    assertThat(left.snippet())
                            .contains("\"casys\": {", "http://127.0.0.1:3003/mcp")
                            .doesNotContain("TOP");
                });
        assertThat(home.resolve(".cursor/mcp.json")).hasContent(before);
        assertThat(configs.addCasysEntry(found().get(1), PROGRAM))
                .isInstanceOfSatisfying(
                        WriteOutcome.LeftAlone.class,
                        left -> assertThat(left.snippet())
                                .isEqualTo(
                                        "[mcp_servers.casys]\ncommand = \"/opt/casys/casys\"\nargs = [\"stdio\"]\n"));
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aLinkedFileStaysALinkAndKeepsItsMode() throws IOException {
        Path real = home.resolve("dotfiles.json");
        Files.writeString(real, "{\"mcpServers\": {}}");
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        Files.createDirectories(home.resolve(".cursor"));
        Path link = Files.createSymbolicLink(home.resolve(".cursor/mcp.json"), real);
        configs.addCasysEntry(found().getFirst(), PROGRAM);
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.readString(real)).contains("casys");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void serversThatAreNoObjectAreNotOverwritten() throws IOException {
        client(".cursor/mcp.json", "{\"mcpServers\": [1]}");
        assertThatThrownBy(() -> configs.addCasysEntry(found().getFirst(), PROGRAM))
                .hasMessageContaining("correct it first");
        assertThat(home.resolve(".cursor/mcp.json")).hasContent("{\"mcpServers\": [1]}");
    }

    @Test
    void aSummaryShowsNoSecret() throws IOException {
        client(".cursor/mcp.json", """
                {"mcpServers": {"a": {"command": "x", "args": ["TOP"]}, "b": {"url": "https://u:TOP@h.example/mcp?k=TOP"}}}""");
        assertThat(found().getFirst().servers())
                .extracting(FoundServer::summary)
                .containsExactly("runs x", "reaches https://h.example/mcp");
    }

    private List<FoundConfig> found() {
        return configs.find(home, home.resolve("project"), OperatingSystem.LINUX);
    }

    private Path target() {
        return home.resolve("casys/casys.json");
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.toString().matches(".*(\\.tmp|\\.bak-.*)"))
                    .toList();
        }
    }

    private void client(String file, String text) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(path.resolve("..").normalize());
        Files.writeString(path, text);
    }
}
