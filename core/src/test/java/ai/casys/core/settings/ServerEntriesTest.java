// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.settings.LoadedServers.ServerProblem;
import ai.casys.core.settings.ServerDefinition.Http;
import ai.casys.core.settings.ServerDefinition.HttpKind;
import ai.casys.core.settings.ServerDefinition.Stdio;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerEntriesTest {

    private static final Path FOLDER = Path.of("/etc/casys");
    private static final Path USER = Path.of("/home/ada");

    private final Map<String, String> environment = Map.of("TOKEN", "TOP-token", "EMPTY", "", "HOST", "h.example");

    @Test
    void aProgramIsReadWithItsVariablesReplaced() {
        assertThat(only("""
                {"command": "${RUNNER:-npx}", "args": ["-y", "server", "${env:HOST}", "${EMPTY:-x}", "$HOST $${HOST} ${1#a}"],
                 "env": {"KEY": "Bearer ${TOKEN}", "NUMBER": 8, "ON": true}, "cwd": "work"}"""))
                .isEqualTo(new Stdio(
                        "a",
                        "npx",
                        List.of("-y", "server", "h.example", "x", "$HOST ${HOST} ${1#a}"),
                        Map.of("KEY", "Bearer TOP-token", "NUMBER", "8", "ON", "true"),
                        Optional.of(FOLDER.resolve("work").toAbsolutePath())));
    }

    @ParameterizedTest
    @CsvSource({
        "url,,https://h.example/mcp,STREAMABLE",
        "url,http,https://h.example/sse,STREAMABLE",
        "url,streamable-http,https://h.example/mcp,STREAMABLE",
        "url,streamableHttp,https://h.example/mcp,STREAMABLE",
        "url,sse,https://h.example/mcp,SSE",
        "url,,https://h.example/sse,SSE",
        "httpUrl,,https://h.example/sse,STREAMABLE",
        "serverUrl,,https://h.example/mcp,STREAMABLE"
    })
    void aTransportIsNamedOrInferred(String key, String type, String url, HttpKind kind) {
        String named = type == null ? "" : ", \"type\": \"" + type + "\"";
        assertThat(only("{\"" + key + "\": \"" + url + "\", \"headers\": {\"X-Key\": \"${TOKEN}\"}" + named + "}"))
                .isEqualTo(new Http("a", kind, URI.create(url), Map.of("X-Key", "TOP-token")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "42                                                  | must be an object",
                "{}                                                  | neither",
                "{\"command\": \"x\", \"url\": \"http://h\"}         | both",
                "{\"command\": \"x\", \"type\": \"sse\"}             | correct the type",
                "{\"url\": \"http://h\", \"type\": \"stdio\"}        | correct the type",
                "{\"url\": \"http://h\", \"type\": \"carrier\"}      | none of stdio",
                "{\"url\": \"http://h\", \"type\": 5}                | none of stdio",
                "{\"command\": [\"x\"]}                              | not a text",
                "{\"command\": \" \"}                                | not a text",
                "{\"command\": \"${EMPTY}\"}                         | blank once",
                "{\"command\": \"x\", \"args\": \"-y\"}              | list of texts",
                "{\"command\": \"x\", \"args\": [[]]}                | args[0]",
                "{\"command\": \"x\", \"env\": []}                   | \"env\"",
                "{\"command\": \"x\", \"env\": {\"A\": null}}        | env.A",
                "{\"command\": \"x\", \"env\": {\"A=B\": \"c\"}}     | \"=\"",
                "{\"command\": \"x\", \"env\": {\"A\": \"${MISSING}\"}} | environment variable MISSING",
                "{\"command\": \"x\", \"env\": {\"A\": \"${env:MISSING}\"}} | environment variable MISSING",
                "{\"command\": \"x\", \"env\": {\"A\": \"${input:key}\"}} | only an editor",
                "{\"command\": \"x\", \"cwd\": \"${workspaceFolder}\"} | only an editor",
                "{\"command\": \"a\\u0000b\"}                        | zero character",
                "{\"command\": \"x\", \"disabled\": \"yes\"}         | true or false",
                "{\"url\": \"ftp://h\"}                              | web address",
                "{\"url\": \"not an address\"}                       | no address",
                "{\"url\": \"http:///path\"}                         | no ",
                "{\"url\": \"http://u:TOP-pw@h\"}                    | headers",
                "{\"url\": \"http://h\", \"headers\": {\"A\": \"b\\r\\nTOP-c: d\"}} | line break",
                "{\"url\": \"http://h\", \"headers\": {\"A b\": \"c\"}} | no HTTP header"
            })
    void anUnusableServerIsItsOwnProblemOnly(String entry, String problem) {
        LoadedServers servers = read("{\"mcpServers\": {\"bad\": " + entry + ", \"good\": {\"command\": \"x\"}}}");
        assertThat(servers.definitions()).containsOnlyKeys("good");
        assertThat(servers.problems()).singleElement().satisfies(found -> {
            assertThat(found.name()).isEqualTo("bad");
            assertThat(found.message()).contains("bad", problem).doesNotContain("TOP-");
        });
    }

    @Test
    void aServerThatIsSwitchedOffIsNeitherUsedNorAProblem() {
        LoadedServers servers = read("""
                {"mcpServers": {"a": {"command": "x", "disabled": true}, "b": {"command": "x", "enabled": false},
                                "c": {"url": "nonsense", "isActive": false}, "d": {"command": "x", "disabled": false}}}""");
        assertThat(servers.definitions()).containsOnlyKeys("d");
        assertThat(servers.problems()).isEmpty();
    }

    @Test
    void keysOfKnownClientsPassInSilenceAndOthersWarn() {
        LoadedServers servers = read("""
                {"mcpServers": {"a": {"command": "x", "autoApprove": [], "alwaysAllow": [], "timeout": 5,
                  "description": "d", "icon": "i", "trust": true, "argz": [], "excludeTools": ["rm"], "q123456": 1}}}""");
        assertThat(servers.definitions()).containsOnlyKeys("a");
        assertThat(servers.warnings())
                .containsExactly(
                        "Server a: \"argz\" is not known; did you mean \"args\"?",
                        "Server a: \"excludeTools\" is not followed here; the server runs without it.",
                        "Server a: \"q123456\" is not known and is left out of account.");
    }

    @Test
    void namesAreMadeToFitAndKeptApart() {
        LoadedServers servers = read("""
                {"mcpServers": {"My Server!": {"command": "1"}, "my_server": {"command": "2"}, "my-server": {"command": "3"},
                  "mcp": {"command": "4"}, "time": {"command": "5"}, "": {"command": "6"}, "Ünï cödé": {"command": "7"},
                  "%s": {"command": "8"}}}""".formatted("n".repeat(40)));
        assertThat(commands(servers))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "my-server-2",
                        "1",
                        "my-server-3",
                        "2",
                        "my-server",
                        "3",
                        "mcp-2",
                        "4",
                        "time-2",
                        "5",
                        "server",
                        "6",
                        "uni-code",
                        "7",
                        "n".repeat(32),
                        "8"));
        assertThat(servers.warnings())
                .hasSize(7)
                .contains("Server \"mcp\" is called mcp-2 here: that name is reserved.");
    }

    @Test
    void theNameOfABuiltInServerIsFreeWhereThatIsSwitchedOff() {
        ServerEntries entries = new ServerEntries(reader(), ServerNames.reserved(List.of("time")));
        assertThat(entries.read(ConfigJson.parse(
                                "{\"mcpServers\": {\"time\": {\"command\": \"x\"}}}".getBytes(StandardCharsets.UTF_8),
                                FOLDER))
                        .definitions())
                .containsOnlyKeys("time");
    }

    @Test
    void serversOfVsCodeAreReadToo() {
        LoadedServers servers = read("""
                {"servers": {"a": {"type": "stdio", "command": "x"}, "b": {"command": "y"}},
                 "inputs": [], "mcpServers": {"a": {"command": "z"}}}""");
        assertThat(commands(servers)).isEqualTo(Map.of("a", "z", "b", "y"));
        assertThat(servers.warnings()).singleElement().asString().contains("Server a stands under");
    }

    @Test
    void aMisspeltTopLevelKeyWarns() {
        assertThat(read("{\"mcpServer\": {}, \"theme\": \"dark\"}").warnings())
                .containsExactly("The key \"mcpServer\" is not looked at; did you mean \"mcpServers\"?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"x\"", "7"})
    void serversThatAreNoObjectAreRefused(String servers) {
        assertThatThrownBy(() -> read("{\"mcpServers\": " + servers + "}")).hasMessageContaining("must be an object");
    }

    @Test
    void tooManyServersAreRefused() {
        String many = IntStream.rangeClosed(0, ServerEntries.MAX_SERVERS)
                .mapToObj(number -> "\"s" + number + "\": {\"command\": \"x\"}")
                .collect(Collectors.joining(","));
        assertThatThrownBy(() -> read("{\"mcpServers\": {" + many + "}}")).hasMessageContaining("1001 servers");
    }

    @Test
    void anyNameBecomesOneOfTheRightForm() {
        Random random = new Random(42);
        for (int round = 0; round < 2000; round++) {
            List<String> names = random.ints(20, 0, 12)
                    .mapToObj(length -> random.ints(length * 4L, 0, 0x2ff)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString())
                    .distinct()
                    .toList();
            Map<String, String> assigned = ServerNames.assign(names, ServerNames.reserved(List.of()));
            assertThat(assigned).containsOnlyKeys(names);
            assertThat(assigned.values())
                    .doesNotHaveDuplicates()
                    .allMatch(ServerNames::isValid)
                    .doesNotContain("mcp");
        }
    }

    private ServerDefinition only(String entry) {
        LoadedServers servers = read("{\"mcpServers\": {\"a\": " + entry + "}}");
        assertThat(servers.problems()).extracting(ServerProblem::message).isEmpty();
        return Objects.requireNonNull(servers.definitions().get("a"));
    }

    private static Map<String, String> commands(LoadedServers servers) {
        return servers.definitions().values().stream()
                .collect(Collectors.toMap(ServerDefinition::name, definition -> ((Stdio) definition).command()));
    }

    private LoadedServers read(String json) {
        return new ServerEntries(reader(), ServerNames.reserved(List.of()))
                .read(ConfigJson.parse(json.getBytes(StandardCharsets.UTF_8), FOLDER));
    }

    private ServerEntryReader reader() {
        return new ServerEntryReader(new Variables(environment, USER.toString()), FOLDER, USER);
    }
}
