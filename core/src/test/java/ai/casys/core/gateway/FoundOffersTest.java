// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static ai.casys.core.gateway.Messages.error;
import static ai.casys.core.gateway.Messages.result;
import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.ListKind;
import ai.casys.core.api.Owner;
import ai.casys.core.call.Servers;
import ai.casys.core.discovery.SearchQuery;
import ai.casys.core.settings.Exposure;
import ai.casys.core.settings.VirtualServer;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.identity.UserId;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Prompts and resources in the answers of {@code search_tools}. */
final class FoundOffersTest extends VirtualServerFixture {

    private static final String EVERYTHING = "\"include\":[\"prompts\",\"resources\"]";

    private Gateway gateway;

    @BeforeEach
    void offer() {
        servers.lists("git", ListKind.PROMPTS, """
                        {"name":"explain_commit","title":"Explain","description":"Explains what a commit changes",
                         "arguments":[{"name":"hash","description":"The commit","required":true}]}""")
                .lists("mail", ListKind.PROMPTS, """
                        {"name":"decline","description":"Declines an invitation politely"}""")
                .lists("files", ListKind.RESOURCES, """
                        {"uri":"file:///budget.csv","name":"budget","description":"The budget of the year","mimeType":"text/csv"}""")
                .lists("mail", ListKind.RESOURCE_TEMPLATES, """
                        {"uriTemplate":"mail:///attachments/{id}","name":"attachment","description":"A file sent along"}""");
        gateway = gateway(GatewayView.EVERYTHING, tools);
    }

    @Test
    void promptsAreFoundUnderTheNamesThatGetThem() {
        JsonNode found = search(gateway, "\"intent\":\"explain the changes of a commit\",\"include\":[\"prompts\"]");

        JsonNode prompt = found.path("prompts").path(0);
        assertThat(prompt.path("name").asString()).isEqualTo("git__explain_commit");
        assertThat(prompt.path("title").asString()).isEqualTo("Explain");
        assertThat(prompt.path("server").asString()).isEqualTo("git");
        assertThat(prompt.at("/arguments/0/name").asString()).isEqualTo("hash");
        assertThat(prompt.at("/arguments/0/required").asBoolean()).isTrue();
        assertThat(prompt.path("score").asDouble()).isPositive();
        assertThat(found.has("resources")).isFalse();
        RawJson got = result(ask(gateway, "prompts/get", "{\"name\":\"git__explain_commit\"}"));
        assertThat(got.toString()).contains("messages");
    }

    @Test
    void resourcesAndTemplatesAreFoundUnderTheAddressesThatReadThem() {
        JsonNode found = search(gateway, "\"intent\":\"budget of this year\"," + EVERYTHING);

        JsonNode resource = found.path("resources").path(0);
        assertThat(resource.path("uri").asString()).isEqualTo("casys.files+file:///budget.csv");
        assertThat(resource.path("name").asString()).isEqualTo("budget");
        assertThat(resource.path("mime_type").asString()).isEqualTo("text/csv");
        assertThat(result(ask(gateway, "resources/read", "{\"uri\":\"casys.files+file:///budget.csv\"}"))
                        .toString())
                .contains("contents");
        JsonNode template = search(gateway, "\"intent\":\"files sent along as attachments\"," + EVERYTHING)
                .path("resources")
                .path(0);
        assertThat(template.path("uri_template").asString()).isEqualTo("casys.mail+mail:///attachments/{id}");
        assertThat(template.has("uri")).isFalse();
    }

    @Test
    void nothingRelevantIsAnEmptyList() {
        JsonNode found = search(gateway, "\"intent\":\"launch a rocket\"," + EVERYTHING);

        assertThat(found.path("prompts").isArray()).isTrue();
        assertThat(found.path("prompts")).isEmpty();
        assertThat(found.path("resources")).isEmpty();
        assertThat(found.path("hint").asString()).startsWith("Nothing fits");
        assertThat(search(gateway, "\"intent\":\"launch a rocket\"").has("prompts"))
                .isFalse();
        assertThat(search(gateway, "\"intent\":\"declines invitations\"," + EVERYTHING)
                        .path("hint")
                        .asString())
                .startsWith("No tool fits");
    }

    @Test
    void namesPatternsServersAndLimitsHoldForThemToo() {
        assertThat(names(search(gateway, "\"pattern\":\"git__*\"," + EVERYTHING)))
                .containsExactly("git__explain_commit", "git__review");
        assertThat(names(search(gateway, "\"pattern\":\"git__*\",\"limit\":1," + EVERYTHING)))
                .hasSize(1);
        assertThat(names(search(gateway, "\"name\":\"decline\"," + EVERYTHING))).containsExactly("mail__decline");
        assertThat(names(search(gateway, "\"pattern\":\"*\",\"server\":\"files\"," + EVERYTHING)))
                .containsExactly("files__greet");
    }

    @Test
    void aVirtualServerFindsOnlyWhatItShows() {
        Gateway notes = gateway(virtual("notes", Set.of("git", "files"), List.of(), Map.of()));
        Gateway bare = gateway(new VirtualServer(
                "bare",
                Set.of("git", "files"),
                List.of(),
                Map.of(),
                Map.of(),
                new Exposure.All(),
                false,
                false,
                Optional.empty(),
                Optional.empty()));
        String everything = "\"pattern\":\"*\"," + EVERYTHING;

        assertThat(search(notes, everything).toString())
                .contains("git__explain_commit", "budget")
                .doesNotContain("decline", "attachment", "mail");
        assertThat(search(bare, everything).path("prompts")).isEmpty();
        assertThat(search(bare, everything).path("resources")).isEmpty();
    }

    @Test
    void whatIsNotShownChangesNoScore() {
        Gateway notes = gateway(virtual("notes", Set.of("git", "files"), List.of(), Map.of()));
        String asked = "\"intent\":\"explain a commit and the budget of an invitation\"," + EVERYTHING;
        JsonNode before = search(notes, asked);

        for (int i = 0; i < 50; i++) {
            servers.lists("mail", ListKind.PROMPTS, "{\"name\":\"commit" + i + "\",\"description\":\"commit budget\"}");
            servers.lists("mail", ListKind.RESOURCES, "{\"uri\":\"mail:///" + i + "\",\"name\":\"commit budget\"}");
        }

        assertThat(search(gateway, asked)).isNotEqualTo(before);
        assertThat(search(notes, asked)).isEqualTo(before);
    }

    /** With credentials of one's own a server shows each what is theirs, perhaps under the same names. */
    @Test
    void eachCallerFindsWhatTheServerShowsToIt() {
        Caller alice = new Caller(new TenantId(new UUID(7, 1)), new UserId(new UUID(8, 1)), Set.of("*"));
        Caller bob = new Caller(new TenantId(new UUID(7, 2)), new UserId(new UUID(8, 2)), Set.of("*"));
        OfferFinder both = finder(new ByCaller(Map.of(
                alice,
                List.of(prompt("report", "Writes the report on harvests"), prompt("greet", "Greets a guest")),
                bob,
                List.of(prompt("report", "Writes the report on sharks"), prompt("hide", "Hides from a guest")))));
        OfferFinder alone = finder(new ByCaller(Map.of(
                bob, List.of(prompt("report", "Writes the report on sharks"), prompt("hide", "Hides from a guest")))));

        assertThat(both.prompts(SearchQuery.intent("report on harvests"), alice).toString())
                .contains("on harvests")
                .doesNotContain("sharks", "Hides");
        for (String intent : List.of("report on harvests", "guest", "writes a report, then hides from sharks")) {
            assertThat(both.prompts(SearchQuery.intent(intent), bob))
                    .isEqualTo(alone.prompts(SearchQuery.intent(intent), bob));
        }
        assertThat(both.prompts(SearchQuery.pattern("*harvest*"), bob)).isEmpty();
    }

    private OfferFinder finder(Servers of) {
        return new OfferFinder(
                new Offerings(of, new Addresses(Optional.empty()), (kind, server) -> true), search.offers());
    }

    private static RawJson prompt(String name, String description) {
        return RawJson.parse("{\"name\":\"" + name + "\",\"description\":\"" + description + "\"}");
    }

    /** A server that lists to each caller something else. */
    private record ByCaller(Map<Caller, List<RawJson>> lists) implements Servers {

        @Override
        public List<String> having(String capability) {
            return List.of("shared");
        }

        @Override
        public Optional<Era> era(String server) {
            return Optional.of(Era.LEGACY);
        }

        @Override
        public List<RawJson> list(String server, ListKind kind, Duration limit, Caller caller) {
            return kind == ListKind.PROMPTS ? lists.getOrDefault(caller, List.of()) : List.of();
        }

        @Override
        public RawJson request(String server, String method, RawJson params, CallContext context) {
            throw new AssertionError("nothing is asked of it");
        }

        @Override
        public void subscribe(String server, String uri, CallContext context) {
            throw new AssertionError("nothing is asked of it");
        }

        @Override
        public void unsubscribe(String server, String uri) {
            throw new AssertionError("nothing is asked of it");
        }

        @Override
        public void rootsChanged(Owner user) {
            throw new AssertionError("nothing is asked of it");
        }
    }

    @Test
    void whatIsNotKnownIsRefusedWithWhatIs() {
        RawJson refused = result(ask(
                gateway,
                "tools/call",
                "{\"name\":\"search_tools\",\"arguments\":{\"intent\":\"a\",\"include\":[\"prompt\"]}}"));

        assertThat(refused.toString()).contains("\\\"prompts\\\" and \\\"resources\\\"", "isError");
        assertThat(error(ask(gateway, "prompts/get", "{\"name\":\"nothing\"}")).message())
                .contains("nothing");
    }

    private JsonNode search(Gateway in, String arguments) {
        return result(ask(in, "tools/call", "{\"name\":\"search_tools\",\"arguments\":{" + arguments + "}}"))
                .tree()
                .path("structuredContent");
    }

    private static List<String> names(JsonNode found) {
        return found.path("prompts")
                .valueStream()
                .map(prompt -> prompt.path("name").asString())
                .toList();
    }
}
