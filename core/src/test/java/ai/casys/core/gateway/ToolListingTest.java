// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static ai.casys.core.gateway.Messages.error;
import static ai.casys.core.gateway.Messages.names;
import static ai.casys.core.gateway.Messages.result;
import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.settings.Exposure;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tools a client is shown, and in which pages. */
final class ToolListingTest extends GatewayFixture {

    @Test
    void byDefaultOnlyTheMetaToolsAreListed() {
        List<String> names = names(result(ask("tools/list", "{}")));

        assertThat(names).containsExactly("search_tools", "call_tool");
    }

    @Test
    void bothMetaToolDefinitionsTogetherAreSmall() {
        // Some four bytes make a token; the budget is 2,000 tokens for five tools.
        assertThat(result(ask("tools/list", "{}")).size()).isLessThan(4_000);
    }

    @Test
    void allToolsAreListedUnderSafeNamesWithTheirDefinitionUntouched() {
        gateway = gateway(new Exposure.All(), Optional.empty(), 1_000);

        RawJson listed = result(ask("tools/list", "{}"));

        assertThat(names(listed)).containsExactly("search_tools", "call_tool", "files__read_file", "files__write_file");
        assertThat(listed.toString()).contains("\"x-vendor\":{\"n\":1.5");
    }

    @Test
    void globsChooseWhatIsListed() {
        tools.server("git", "log", "push");
        gateway = gateway(new Exposure.Matching(List.of("git__*", "*__read_?ile")), Optional.empty(), 1_000);

        assertThat(names(result(ask("tools/list", "{}"))))
                .containsExactly("search_tools", "call_tool", "files__read_file", "git__log", "git__push");
    }

    @Test
    void plainShowsOneServersOwnNamesAndNothingElse() {
        tools.server("git", "log");
        tools.doing("git:log", (arguments, context) -> text("the log"));
        gateway = gateway(new Exposure.Plain(), Optional.of("git"), 1_000);

        assertThat(names(result(ask("tools/list", "{}")))).containsExactly("log");
        assertThat(result(ask("tools/call", "{\"name\":\"log\"}"))).isEqualTo(text("the log"));
        assertThat(open("2025-11-25").result().result().tree().has("instructions"))
                .isFalse();
    }

    @Test
    void aLongListComesInPagesWithoutGapOrRepetition() {
        tools.server(
                "many", IntStream.range(0, 1_203).mapToObj(i -> "tool_" + i).toArray(String[]::new));
        gateway = gateway(new Exposure.All(), Optional.empty(), 1_000);

        List<String> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        int pages = 0;
        do {
            String params =
                    cursor.map(value -> "{\"cursor\":\"" + value + "\"}").orElse("{}");
            RawJson page = result(ask("tools/list", params));
            all.addAll(names(page));
            cursor = Optional.of(page.tree().path("nextCursor").asString("")).filter(text -> !text.isEmpty());
            pages++;
        } while (cursor.isPresent());

        assertThat(pages).isEqualTo(3);
        assertThat(all).hasSize(1_207).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"!!\"", "\"Zm9v\"", "7"})
    void aForeignCursorIsRefused(String cursor) {
        assertThat(error(ask("tools/list", "{\"cursor\":" + cursor + "}")).code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
    }

    @Test
    void clientsHearOnceWhenTheListTheySeeChanges() {
        gateway = gateway(new Exposure.Matching(List.of("files__*")), Optional.empty(), 1_000);
        Session session = open("2025-11-25").session();

        tools.server("git", "log");
        gateway.toolsChanged();
        tools.server("files", "read_file");
        gateway.toolsChanged();
        tools.server("files", "read_file", "more");
        gateway.toolsChanged();

        RecordingReceiver receiver = new RecordingReceiver();
        session.log().unsolicited().attach(receiver);
        assertThat(receiver.messages())
                .containsExactly("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
    }
}
