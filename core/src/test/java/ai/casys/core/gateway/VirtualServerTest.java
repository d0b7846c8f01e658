// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static ai.casys.core.gateway.Messages.error;
import static ai.casys.core.gateway.Messages.names;
import static ai.casys.core.gateway.Messages.raw;
import static ai.casys.core.gateway.Messages.result;
import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.settings.ClientRule;
import ai.casys.core.settings.Exposure;
import ai.casys.core.settings.VirtualServer;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a virtual server shows, and how that changes. */
final class VirtualServerTest extends VirtualServerFixture {

    @Test
    void itListsItsPartUnderItsNamesAndDescriptionsAndKeepsEveryOtherByte() {
        Gateway notes = gateway(notes());

        RawJson listed = result(ask(notes, "tools/list", "{}"));

        assertThat(names(listed))
                .containsExactly("search_tools", "call_tool", "files__write_file", "git__log", "git__push", "read");
        assertThat(listed.toString())
                .contains("{\"name\":\"read\",\"x-vendor\":{\"n\":1.5},\"description\":\"Reads \\\"a\\\" note\","
                        + "\"inputSchema\":{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "read",
                "mcp__read",
                "mcp__notes__read",
                "files__read_file",
                "files:read_file",
                "mcp__files__read_file",
                "mcp__notes__files__read_file",
                "mcp__files:read_file",
                "read_file"
            })
    void aRenamedToolIsCalledByEveryNameUnderItsOwnKey(String name) {
        Gateway notes = gateway(notes());
        ToolCallNote note = new ToolCallNote();
        Gateway noted = gateway(notes(), note);

        assertThat(result(ask(notes, "tools/call", call(name))).toString()).contains("done");
        assertThat(result(ask(notes, "tools/call", callTool(name))).toString()).contains("done");
        ask(noted, "tools/call", call(name));
        assertThat(note.names).containsExactly("files:read_file");
    }

    @Test
    void aRenamedToolIsFoundByItsNewNameAndDescription() {
        Gateway notes = gateway(notes());

        for (String question : List.of("\"name\":\"read\"", "\"pattern\":\"rea?\"", "\"intent\":\"read file\"")) {
            JsonNode hit = result(
                            ask(notes, "tools/call", "{\"name\":\"search_tools\",\"arguments\":{" + question + "}}"))
                    .tree()
                    .at("/structuredContent/hits/0");
            assertThat(hit.path("name").asString()).as(question).isEqualTo("read");
            assertThat(hit.path("description").asString()).isEqualTo("Reads \"a\" note");
        }
    }

    @Test
    void promptsAndResourcesCanBeLeftOut() {
        VirtualServer bare = new VirtualServer(
                "bare",
                Set.of("files", "git"),
                List.of(),
                Map.of(),
                Map.of(),
                new Exposure.Meta(),
                false,
                false,
                Optional.of("Only read."),
                Optional.of("Bare"));
        Gateway gateway = gateway(bare);

        JsonNode hello = open(gateway, "any").result().result().tree();

        assertThat(hello.path("capabilities").propertyNames()).containsOnly("tools", "logging", "tasks");
        assertThat(hello.path("instructions").asString()).isEqualTo("Only read.");
        assertThat(hello.at("/serverInfo/title").asString()).isEqualTo("Bare");
        assertThat(result(ask(gateway, "prompts/list", "{}")).toString()).isEqualTo("{\"prompts\":[]}");
        assertThat(error(ask(gateway, "prompts/get", "{\"name\":\"git__review\"}"))
                        .code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
        assertThat(error(ask(gateway, "resources/read", "{\"uri\":\"casys.files+file:///a\"}"))
                        .code())
                .isEqualTo(-32002);
        assertThat(names(result(ask(gateway, "tools/list", "{}")))).containsExactly("search_tools", "call_tool");
    }

    @Test
    void aChangedSelectionHoldsAtOnceForSessionsThatAreOpen() {
        Gateway notes = gateway(notes());
        Session session = open(notes, "any").session();
        RecordingReceiver heard = new RecordingReceiver();
        session.log().unsolicited().attach(heard);
        VirtualServer other = virtual("notes", Set.of("mail"), List.of(), Map.of());

        notes.show(new GatewayView(Optional.of(other), List.of()));

        assertThat(heard.messages()).hasSize(3);
        assertThat(names(result(ask(notes, session, "tools/list", "{}"))))
                .containsExactly("search_tools", "call_tool", "mail__send");
        assertThat(error(ask(notes, session, "tools/call", call("read"))).message())
                .contains("no tool is called");

        notes.show(new GatewayView(Optional.of(other), List.of()));
        assertThat(heard.messages()).hasSize(3);
    }

    @Test
    void aNameThatAnotherToolHasIsNotGivenAndSaidSo() {
        VirtualServer clash = virtual(
                "clash",
                Set.of("files", "git"),
                List.of(),
                Map.of("files__read_file", "git__log", "git__push", "files__read_file", "files__nothing", "x"));
        Gateway gateway = gateway(clash);

        assertThat(names(result(ask(gateway, "tools/list", "{}"))))
                .doesNotHaveDuplicates()
                .contains("files__read_file", "git__push", "git__log");
        assertThat(gateway.problems())
                .hasSize(3)
                .anyMatch(problem -> problem.contains("\"files:read_file\" \"git__log\""))
                .anyMatch(problem -> problem.contains("\"git:push\" \"files__read_file\""))
                .anyMatch(problem -> problem.contains("\"files__nothing\""));
    }

    @Test
    void twoToolsCanSwapTheirNames() {
        VirtualServer swap = virtual(
                "swap", Set.of("git"), List.of("git__*"), Map.of("git__log", "git__push", "git__push", "git__log"));
        ToolCallNote note = new ToolCallNote();
        Gateway gateway = gateway(swap, note);

        ask(gateway, "tools/call", call("git__log"));
        ask(gateway, "tools/call", call("git:log"));

        assertThat(gateway.problems()).isEmpty();
        assertThat(note.names).containsExactly("git:push", "git:log");
    }

    @Test
    void clientsSeeTheListOfTheFirstRuleThatFitsTheirName() {
        Gateway everything = gateway(
                new GatewayView(
                        Optional.empty(),
                        List.of(
                                new ClientRule("cursor*", new Exposure.Matching(List.of("git__*"))),
                                new ClientRule("*", new Exposure.Meta()))),
                tools);
        Session cursor = open(everything, "Cursor-vscode").session();
        Session other = open(everything, "claude-ai").session();
        RecordingReceiver heardByCursor = new RecordingReceiver();
        RecordingReceiver heardByOther = new RecordingReceiver();
        cursor.log().unsolicited().attach(heardByCursor);
        other.log().unsolicited().attach(heardByOther);

        assertThat(names(result(ask(everything, cursor, "tools/list", "{}"))))
                .contains("git__log")
                .doesNotContain("files__read_file");
        assertThat(names(result(ask(everything, other, "tools/list", "{}"))))
                .containsExactly("search_tools", "call_tool");
        assertThat(names(result(stateless(everything, "cursor")))).contains("git__log");
        assertThat(names(result(stateless(everything, "else")))).containsExactly("search_tools", "call_tool");
        assertThat(result(ask(everything, other, "tools/call", call("git__log")))
                        .toString())
                .contains("done");

        tools.server("git", "log", "tag");
        everything.toolsChanged();
        assertThat(heardByCursor.messages()).hasSize(1);
        assertThat(heardByOther.messages()).isEmpty();

        everything.show(GatewayView.EVERYTHING);
        assertThat(heardByCursor.messages()).hasSize(2);
        assertThat(heardByOther.messages()).hasSize(1);
    }

    @Test
    void pagesOfAppsAreNamedByTheirAddressHereAndNothingElseChanges() {
        catalog.replaceServer(
                "apps",
                List.of(Tool.parse(raw("{\"name\":\"map\",\"inputSchema\":{\"type\":\"object\"},"
                        + "\"_meta\":{\"ui\":{\"resourceUri\":\"ui://map/v.html\",\"n\":1.0},"
                        + "\"ui/resourceUri\":\"ui://map/v.html\",\"o\":[1e2]}}"))));
        servers.doing("apps", "resources/read", (params, context) -> {
            assertThat(params.tree().path("uri").asString()).isEqualTo("ui://map/v.html");
            return raw("{\"contents\":[{\"uri\":\"ui://map/v.html\",\"text\":\"x\"}]}");
        });
        Gateway everything = gateway(GatewayView.EVERYTHING, tools);

        assertThat(result(ask(everything, "tools/list", "{}")).toString())
                .contains("{\"name\":\"apps__map\",\"inputSchema\":{\"type\":\"object\"},"
                        + "\"_meta\":{\"ui\":{\"resourceUri\":\"ui://casys.apps+map/v.html\",\"n\":1.0},"
                        + "\"ui/resourceUri\":\"ui://casys.apps+map/v.html\",\"o\":[1e2]}}");
        assertThat(result(ask(everything, "resources/read", "{\"uri\":\"ui://casys.apps+map/v.html\"}"))
                        .toString())
                .contains("\"uri\":\"ui://casys.apps+map/v.html\"");
    }
}
