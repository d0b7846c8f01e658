// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CasysException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code casys.virtual-servers} and {@code casys.clients}. */
final class ViewSettingsTest {

    @TempDir
    Path user;

    @Test
    void everyKeyIsRead() throws IOException {
        LoadedSettings loaded = load("""
                {"clients": {"cursor*": {"expose": ["git__*"]}, "*": {"expose": "all"}},
                 "virtual-servers": {
                   "notes": {
                     "servers": ["files", "a"],
                     "tools": ["files__read_*", "!files__read_secret"],
                     "rename": {"files__read_file": "read"},
                     "descriptions": {"files:read_file": "Reads a note."},
                     "expose": "meta",
                     "prompts": false,
                     "resources": false,
                     "instructions": "Only notes.",
                     "title": "Notes"
                   },
                   "rest": {"servers": ["a"]}
                 }}
                """);

        assertThat(loaded.settings().views().clients())
                .containsExactly(
                        new ClientRule("cursor*", new Exposure.Matching(List.of("git__*"))),
                        new ClientRule("*", new Exposure.All()));
        assertThat(loaded.settings().views().virtualServers().values())
                .containsExactly(
                        new VirtualServer(
                                "notes",
                                Set.of("files", "a"),
                                List.of("files__read_*", "!files__read_secret"),
                                Map.of("files__read_file", "read"),
                                Map.of("files:read_file", "Reads a note."),
                                new Exposure.Meta(),
                                false,
                                false,
                                Optional.of("Only notes."),
                                Optional.of("Notes")),
                        new VirtualServer(
                                "rest",
                                Set.of("a"),
                                List.of(),
                                Map.of(),
                                Map.of(),
                                new Exposure.All(),
                                true,
                                true,
                                Optional.empty(),
                                Optional.empty()));
        assertThat(loaded.servers().warnings()).isEmpty();
    }

    @Test
    void whatIsNotConfiguredIsWarnedOfAndKept() throws IOException {
        LoadedSettings loaded = load("""
                {"virtual-servers": {"notes": {"servers": ["file", "gone"], "rename": {"git__log": "history"}}}}
                """);

        assertThat(loaded.settings().views().virtualServers()).containsOnlyKeys("notes");
        assertThat(loaded.servers().warnings())
                .hasSize(3)
                .anyMatch(text -> text.contains("\"file\"") && text.contains("did you mean \"files\"?"))
                .anyMatch(text -> text.contains("\"gone\""))
                .anyMatch(text -> text.contains("\"git__log\"") && text.contains("\"git\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"virtual-server\": {}}                                          | casys.virtual-server is    | casys.virtual-servers?",
                "{\"virtual-servers\": {\"n\": {\"server\": [\"a\"]}}}             | casys.virtual-servers.n    | must name the servers",
                "{\"virtual-servers\": {\"n\": {\"servers\": [\"a\"], \"tool\": []}}} | casys.virtual-servers.n.tool is | casys.virtual-servers.n.tools?",
                "{\"virtual-servers\": {\"n\": {\"servers\": []}}}                 | casys.virtual-servers.n.servers | missing or empty",
                "{\"virtual-servers\": {\"n\": {\"servers\": [\"A B\"]}}}          | \"A B\"                    | casys status",
                "{\"virtual-servers\": {\"My Notes\": {\"servers\": [\"a\"]}}}     | \"My Notes\"               | \"my-notes\"",
                "{\"virtual-servers\": {\"mcp\": {\"servers\": [\"a\"]}}}          | \"mcp\"                    | such as",
                "{\"virtual-servers\": {\"../x\": {\"servers\": [\"a\"]}}}         | \"../x\"                   | such as \"x\"",
                "{\"virtual-servers\": {\"n\": {\"servers\": [\"a\"], \"expose\": \"plain\"}}} | n.expose       | \"meta\", \"all\" or",
                "{\"virtual-servers\": {\"n\": {\"servers\": [\"a\"], \"tools\": [\"a b\"]}}}  | n.tools        | letters, digits",
                "{\"virtual-servers\": {\"n\": {\"servers\": [\"a\"], \"tools\": [\"!!x\"]}}}  | n.tools        | letters, digits",
                "{\"virtual-servers\": {\"n\": {\"servers\": [\"a\"], \"rename\": {\"a__b\": \"c d\"}}}} | rename.a__b | 1 to 64 letters",
                "{\"virtual-servers\": {\"n\": {\"servers\": [\"a\"], \"rename\": {\"a__b\": \"call_tool\"}}}} | rename.a__b | own tools",
                "{\"virtual-servers\": {\"n\": {\"servers\": [\"a\"], \"rename\": {\"a__b\": \"x\", \"a__c\": \"x\"}}}} | rename.a__c | \"a__b\"",
                "{\"virtual-servers\": {\"n\": {\"servers\": [\"a\"], \"rename\": {\"read\": \"x\"}}}} | rename.read | server__tool",
                "{\"virtual-servers\": {\"n\": {\"servers\": [\"a\"], \"prompts\": \"yes\"}}}  | n.prompts      | true or false",
                "{\"virtual-servers\": {\"n\": 1}}                                 | casys.virtual-servers.n    | an object",
                "{\"virtual-servers\": []}                                         | casys.virtual-servers      | an object",
                "{\"clients\": {\"*\": {}}}                                        | casys.clients.*.expose     | \"meta\"",
                "{\"clients\": {\"*\": {\"expose\": \"plain\"}}}                   | casys.clients.*.expose     | \"meta\"",
                "{\"clients\": {\"*\": {\"exposed\": \"all\", \"expose\": \"all\"}}} | casys.clients.*.exposed  | casys.clients.*.expose?",
                "{\"expose\": \"plain\", \"clients\": {\"*\": {\"expose\": \"all\"}}} | casys.clients           | plain"
            })
    void whatIsWrongIsRefusedWithPlaceAndRemedy(String section, String place, String remedy) throws IOException {
        assertThatThrownBy(() -> load(section))
                .isInstanceOf(CasysException.class)
                .hasMessageContaining(place)
                .hasMessageContaining(remedy);
    }

    private LoadedSettings load(String section) throws IOException {
        Path home = Files.createDirectories(user.resolve(".casys"));
        Files.writeString(
                home.resolve("casys.json"),
                "{\"mcpServers\": {\"a\": {\"command\": \"true\"}}, \"casys\": " + section + "}");
        return SettingsLoader.of(Map.of(), user, Overrides.NONE).load();
    }
}
