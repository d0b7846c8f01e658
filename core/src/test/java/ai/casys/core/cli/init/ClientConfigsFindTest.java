// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.settings.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ClientConfigsFindTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path temporary;

    private Path home = Path.of("unset");
    private Path project = Path.of("unset");

    @BeforeEach
    void createFolders() throws IOException {
        home = Files.createDirectory(temporary.resolve("home"));
        project = Files.createDirectory(temporary.resolve("project"));
    }

    @ParameterizedTest
    @CsvSource({
        "LINUX,   CLAUDE_CODE,    .claude.json, mcpServers",
        "LINUX,   CLAUDE_DESKTOP, .config/Claude/claude_desktop_config.json, mcpServers",
        "MAC,     CLAUDE_DESKTOP, Library/Application Support/Claude/claude_desktop_config.json, mcpServers",
        "WINDOWS, CLAUDE_DESKTOP, AppData/Roaming/Claude/claude_desktop_config.json, mcpServers",
        "MAC,     CURSOR,         .cursor/mcp.json, mcpServers",
        "LINUX,   VS_CODE,        .config/Code/User/mcp.json, servers",
        "MAC,     VS_CODE,        Library/Application Support/Code/User/mcp.json, servers",
        "WINDOWS, VS_CODE,        AppData/Roaming/Code/User/mcp.json, servers",
        "LINUX,   WINDSURF,       .codeium/windsurf/mcp_config.json, mcpServers",
        "LINUX,   CLINE, .config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json, mcpServers",
        "LINUX,   ZED,            .config/zed/settings.json, context_servers",
        "WINDOWS, ZED,            AppData/Roaming/Zed/settings.json, context_servers",
        "LINUX,   GEMINI_CLI,     .gemini/settings.json, mcpServers"
    })
    void theFileOfAClientIsFoundWhereTheClientKeepsIt(OperatingSystem system, Client client, String file, String key)
            throws IOException {
        write(home.resolve(file), """
                {"theme": "dark", "%s": {"memory": {"command": "npx", "args": ["-y", "server"], "env": {"K": "TOP-1"}}}}""".formatted(key));
        assertThat(find(system)).singleElement().satisfies(config -> {
            assertThat(config.client()).isEqualTo(client);
            assertThat(config.file()).isEqualTo(home.resolve(file));
            assertThat(config.problem()).isEmpty();
            assertThat(entries(config))
                    .containsExactly(
                            "memory {\"command\":\"npx\",\"args\":[\"-y\",\"server\"],\"env\":{\"K\":\"TOP-1\"}}");
            assertThat(config.toString()).doesNotContain("TOP-1");
        });
    }

    @ParameterizedTest
    @CsvSource({
        ".mcp.json, mcpServers, CLAUDE_CODE",
        ".cursor/mcp.json, mcpServers, CURSOR",
        ".vscode/mcp.json, servers, VS_CODE",
        ".zed/settings.json, context_servers, ZED",
        ".gemini/settings.json, mcpServers, GEMINI_CLI"
    })
    void aServerOfAProjectStillStartsInItsFolder(String file, String key, Client client) throws IOException {
        write(project.resolve(file), """
                {"%s": {"a": {"command": "./run"}, "b": {"command": "x", "args": ["${workspaceFolder}/data"]},
                        "c": {"command": "x", "cwd": "sub"}}}""".formatted(key));
        assertThat(find(OperatingSystem.LINUX)).singleElement().satisfies(config -> {
            assertThat(config.client()).isEqualTo(client);
            assertThat(entries(config))
                    .containsExactly(
                            "a {\"command\":\"./run\",\"cwd\":\"" + project + "\"}",
                            "b {\"command\":\"x\",\"args\":[\"" + project + "/data\"]}",
                            "c {\"command\":\"x\",\"cwd\":\"" + project + "/sub\"}");
        });
    }

    @Test
    void claudeCodesServersOfSingleProjectsAreFound() throws IOException {
        write(home.resolve(".claude.json"), """
                {"mcpServers": {"a": {"command": "x"}}, "projects": {
                   "%s": {"mcpServers": {"b": {"type": "http", "url": "https://h.example/mcp"}}, "history": []},
                   "/no/such/folder": {"mcpServers": {"c": {"command": "x"}}}, "\\u0000": {"mcpServers": {}}, "odd": 5}}""".formatted(project));
        assertThat(find(OperatingSystem.LINUX).getFirst().servers())
                .extracting(FoundServer::name)
                .containsExactly("a", "b");
    }

    @Test
    void clientsOwnWaysOfWritingAreTranslated() throws IOException {
        write(home.resolve(".config/zed/settings.json"), """
                // Zed settings
                {"context_servers": {"old": {"source": "custom", "command": {"path": "run", "args": ["a"], "env": {"K": "v"}}},}}""");
        write(home.resolve(".gemini/settings.json"), """
                {"mcpServers": {"g": {"httpUrl": "https://h.example/mcp", "headers": {"A": "Bearer $TOKEN"}, "timeout": 5}}}""");
        List<FoundConfig> found = find(OperatingSystem.LINUX);
        assertThat(found).extracting(FoundConfig::client).containsExactly(Client.ZED, Client.GEMINI_CLI);
        assertThat(entries(found.get(0)))
                .containsExactly(
                        "old {\"source\":\"custom\",\"command\":\"run\",\"args\":[\"a\"],\"env\":{\"K\":\"v\"}}");
        assertThat(entries(found.get(1)))
                .containsExactly(
                        "g {\"httpUrl\":\"https://h.example/mcp\",\"headers\":{\"A\":\"Bearer ${TOKEN}\"},\"timeout\":5}");
    }

    @Test
    void theTomlOfCodexIsRead() throws IOException {
        write(home.resolve(".codex/config.toml"), """
                # Codex
                model = "gpt" # comment
                notify = ["a", 'b']
                [tui]
                theme = { name = 'dark', "x.y" = 1 }
                [[profiles]]
                name = "p"
                [mcp_servers.memory]
                command = "npx"
                args = [
                  "-y", # comment
                  "server\\u0041",
                ]
                startup_timeout_sec = 20
                env_vars = ["HOME_TOKEN"]
                [mcp_servers.memory.env]
                KEY = 'C:\\temp'
                [mcp_servers."my docs"]
                url = "https://h.example/mcp"
                bearer_token_env_var = "DOCS"
                http_headers = { "X-A" = "b" }
                enabled = false
                """);
        assertThat(find(OperatingSystem.LINUX)).singleElement().satisfies(config -> {
            assertThat(config.problem()).isEmpty();
            assertThat(entries(config))
                    .containsExactly(
                            "memory {\"command\":\"npx\",\"args\":[\"-y\",\"serverA\"],"
                                    + "\"env\":{\"KEY\":\"C:\\\\temp\",\"HOME_TOKEN\":\"${HOME_TOKEN:-}\"}}",
                            "my docs {\"url\":\"https://h.example/mcp\",\"enabled\":false,"
                                    + "\"headers\":{\"X-A\":\"b\",\"Authorization\":\"Bearer ${DOCS}\"}}");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a =",
                "a = \"x",
                "a = [1",
                "a = {b = 1",
                "[a",
                "[a]\nb = 1\n[a.b]",
                "a = 1\na = 2",
                "= 1",
                "a = \"\\q\"",
                "a = \"\\U99999999\"",
                "a = 1 b",
                "\u0000",
                "a = ''' x"
            })
    void tomlThatIsNoneIsAProblemWithItsLine(String text) throws IOException {
        write(home.resolve(".codex/config.toml"), text);
        assertThat(find(OperatingSystem.LINUX)).singleElement().satisfies(config -> {
            assertThat(config.servers()).isEmpty();
            assertThat(config.problem())
                    .hasValueSatisfying(problem -> assertThat(problem).contains("config.toml", "line "));
        });
    }

    @Test
    void deeplyNestedTomlIsAProblem() throws IOException {
        for (String text :
                List.of("a = " + "[".repeat(100_000), "a = " + "{b=".repeat(100_000), "a.".repeat(100_000))) {
            write(home.resolve(".codex/config.toml"), text);
            assertThat(find(OperatingSystem.LINUX).getFirst().problem()).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json TOP", "[1]", "{\"mcpServers\": ", "\u0000\u0001"})
    void aHostileFileIsAProblemOfItsOwn(String text) throws IOException {
        write(home.resolve(".cursor/mcp.json"), text);
        write(home.resolve(".claude.json"), "{\"mcpServers\": {\"a\": {\"command\": \"x\"}}}");
        List<FoundConfig> found = find(OperatingSystem.LINUX);
        assertThat(found.get(0).servers()).hasSize(1);
        assertThat(found.get(1).problem())
                .hasValueSatisfying(
                        problem -> assertThat(problem).contains("mcp.json").doesNotContain("TOP"));
    }

    @Test
    void hugeFilesAndFoldersAreProblems() throws IOException {
        write(home.resolve(".cursor/mcp.json"), " ".repeat(ConfigJson.MAX_BYTES + 1));
        Files.createDirectories(home.resolve(".claude.json"));
        assertThat(find(OperatingSystem.LINUX))
                .hasSize(2)
                .allMatch(config -> config.problem().isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mcpServers\": []}",
                "{\"mcpServers\": {\"a\": 5, \"b\": null, \"c\": []}}",
                "{\"projects\": 3}",
                "{}"
            })
    void wrongTypesAreReadOver(String text) throws IOException {
        write(home.resolve(".claude.json"), text);
        assertThat(find(OperatingSystem.LINUX)).singleElement().satisfies(config -> {
            assertThat(config.servers()).isEmpty();
            assertThat(config.problem()).isEmpty();
        });
    }

    @Test
    void wrongTypesWithinAnEntryAreCarriedAsTheyAre() throws IOException {
        write(home.resolve(".gemini/settings.json"), """
                {"mcpServers": {"a": {"command": 5, "args": {"x": 1}, "env": [1], "cwd": "\\u0000"}}}""");
        assertThat(entries(find(OperatingSystem.LINUX).getFirst()))
                .containsExactly("a {\"command\":5,\"args\":{\"x\":1},\"env\":[1],\"cwd\":\"\\u0000\"}");
    }

    @Test
    void systemsAreToldApartByName() {
        assertThat(List.of("Linux", "Mac OS X", "Windows 11", "FreeBSD"))
                .extracting(OperatingSystem::named)
                .containsExactly(
                        OperatingSystem.LINUX, OperatingSystem.MAC, OperatingSystem.WINDOWS, OperatingSystem.LINUX);
    }

    private List<FoundConfig> find(OperatingSystem system) {
        return new ClientConfigs(Clock.systemUTC()).find(home, project, system);
    }

    private static List<String> entries(FoundConfig config) {
        return config.servers().stream()
                .map(server -> server.name() + " " + JSON.writeValueAsString(server.entry()))
                .collect(Collectors.toList());
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, text);
    }
}
