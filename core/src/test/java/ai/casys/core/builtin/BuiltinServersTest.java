// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.settings.BuiltinSettings;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class BuiltinServersTest {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @TempDir
    private Path root;

    private BuiltinFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new BuiltinFixture(root);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void everyToolAnswersItsSampleAsItsSchemasSay() {
        List<String> called = new ArrayList<>();
        for (BuiltinSamples.Sample sample : BuiltinSamples.ALL) {
            Tool tool = tool(sample.server(), sample.tool());
            JsonNode arguments = RawJson.parse(sample.arguments()).tree();
            assertThat(schema(tool.inputSchema()).validate(arguments))
                    .as("arguments of %s %s", sample.server(), sample.tool())
                    .isEmpty();
            JsonNode result = fixture.call(sample);
            assertThat(result.has("isError")).as(result.toString()).isFalse();
            assertThat(schema(tool.outputSchema().orElseThrow()).validate(result.get("structuredContent")))
                    .as("answer of %s %s: %s", sample.server(), sample.tool(), result)
                    .isEmpty();
            assertThat(result.get("content")).isNotEmpty();
            called.add(sample.server() + " " + sample.tool());
        }
        List<String> all = fixture.servers().names().stream()
                .flatMap(server -> fixture.servers().tools(server).stream().map(tool -> server + " " + tool.name()))
                .toList();
        assertThat(called).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void definitionsAreCompleteAndTellTheTruth() {
        for (String server : fixture.servers().names()) {
            for (Tool tool : fixture.servers().tools(server)) {
                assertThat(tool.description()).isPresent();
                assertThat(tool.title()).isPresent();
                assertThat(tool.inputSchema().get("additionalProperties").asBoolean())
                        .isFalse();
                assertThat(tool.inputSchema().get("type").asString()).isEqualTo("object");
                JsonNode hints = tool.annotations().orElseThrow();
                boolean changes =
                        Set.of("write", "edit", "move", "delete").contains(tool.name()) && server.equals("files");
                assertThat(hints.get("readOnlyHint").asBoolean())
                        .as(tool.name())
                        .isEqualTo(!changes);
                assertThat(hints.get("destructiveHint").asBoolean()).isEqualTo(changes);
                assertThat(hints.get("openWorldHint").asBoolean()).isEqualTo(server.equals("web"));
            }
        }
    }

    @Test
    void wrongArgumentsAreResultsThatSayWhatToDo() {
        assertThat(error("files", "read", "{\"pth\": \"a\"}")).contains("\"pth\"", "Did you mean \"path\"");
        assertThat(error("files", "read", "{}")).contains("\"path\"", "missing");
        assertThat(error("files", "read", "{\"path\": 5}")).contains("\"path\"", "must be a string", "5");
        assertThat(error("files", "read", "{\"path\": \"a\", \"max_bytes\": 0}"))
                .contains("from 1 to");
        assertThat(error("files", "read", "{\"path\": \"a\", \"max_bytes\": 1.5}"))
                .contains("whole number");
        assertThat(error("files", "read", "[1]")).contains("JSON object");
        assertThat(error("text", "hash", "{\"text\": \"a\", \"algorithm\": \"crc\"}"))
                .contains("sha256");
        assertThat(error("csv", "query", "{\"text\": \"a\\n1\", \"where\": [{\"colum\": \"a\"}]}"))
                .contains("item 0", "Did you mean \"column\"");
        assertThat(error("files", "read", "{\"path\": \"none.txt\"}")).contains("none.txt", "does not exist");
    }

    @Test
    void argumentsOfAnyShapeNeverBreakATool() {
        Random random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            BuiltinSamples.Sample sample = BuiltinSamples.ALL.get(random.nextInt(BuiltinSamples.ALL.size()));
            if (sample.server().equals("web")) {
                continue;
            }
            Tool tool = tool(sample.server(), sample.tool());
            String arguments = HostileJson.arguments(tool.inputSchema(), random);
            JsonNode result = fixture.call(sample.server(), sample.tool(), arguments);
            if (!result.has("isError")) {
                assertThat(schema(tool.outputSchema().orElseThrow()).validate(result.get("structuredContent")))
                        .as("%s %s %s → %s", sample.server(), sample.tool(), arguments, result)
                        .isEmpty();
            }
        }
    }

    @Test
    void unknownNamesAreNotFoundWithTheNearestKnownOne() {
        assertNotFound("fils", "read", "Did you mean \"files\"");
        assertNotFound("files", "raed", "Did you mean \"read\"");
        assertThatThrownBy(() -> fixture.servers().tools("nothing")).isInstanceOf(CasysException.class);
    }

    @Test
    void aServerThatIsSwitchedOffIsNotThere() {
        BuiltinSettings settings =
                new BuiltinSettings(Set.of("web", "files"), List.of(root), Set.of(), 1_000, Duration.ofSeconds(1));
        assertThat(BuiltinServers.create(settings).names()).containsExactly("json", "text", "time", "csv");
    }

    @Test
    void aWrongAllowEntryIsAConfigurationError() {
        BuiltinSettings settings =
                new BuiltinSettings(Set.of(), List.of(root), Set.of("10.0.0.0/99"), 1_000, Duration.ofSeconds(1));
        assertThatThrownBy(() -> BuiltinServers.create(settings))
                .isInstanceOf(CasysException.class)
                .hasMessageContaining("10.0.0.0/99");
    }

    @Test
    void aWithdrawnOrLateCallEndsAsSuch() {
        CallContext withdrawn = CallContext.of(Caller.LOCAL, Duration.ofSeconds(30));
        withdrawn.cancellation().cancel();
        assertCategory(withdrawn, "(a|b)*c", ErrorCategory.CANCELLED);
        CallContext late = CallContext.of(Caller.LOCAL, Duration.ofMillis(10));
        assertCategory(late, "((a{30}|b{30}){30}[ab]*)*c", ErrorCategory.TIMEOUT);
    }

    private void assertCategory(CallContext context, String pattern, ErrorCategory category) {
        String arguments = "{\"pattern\": \"" + pattern + "\", \"text\": \"" + "ab".repeat(400_000) + "\"}";
        assertThatThrownBy(() -> fixture.servers().call("text", "match", RawJson.parse(arguments), context))
                .isInstanceOfSatisfying(
                        CasysException.class, e -> assertThat(e.category()).isEqualTo(category));
    }

    private void assertNotFound(String server, String tool, String hint) {
        CallContext context = CallContext.of(Caller.LOCAL, Duration.ofSeconds(5));
        assertThatThrownBy(() -> fixture.servers().call(server, tool, RawJson.EMPTY_OBJECT, context))
                .isInstanceOfSatisfying(
                        CasysException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.NOT_FOUND))
                .hasMessageContaining(hint);
    }

    private String error(String server, String tool, String arguments) {
        JsonNode result = fixture.call(server, tool, arguments);
        assertThat(result.path("isError").asBoolean()).as(result.toString()).isTrue();
        return result.get("content").get(0).get("text").asString();
    }

    private Tool tool(String server, String name) {
        return fixture.servers().tools(server).stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Schema schema(JsonNode schema) {
        return SCHEMAS.getSchema(schema);
    }
}
