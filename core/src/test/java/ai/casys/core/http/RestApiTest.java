// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.ListKind;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.Verdict;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
final class RestApiTest {

    private final TestServer server = new TestServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void healthSaysWhetherRequestsAreServed() throws Exception {
        assertThat(server.get("/health/live").body()).isEqualTo("{\"status\":\"live\"}");
        assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);

        server.ready.set(false);

        assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(server.get("/health/ready").body()).isEqualTo("{\"status\":\"starting\"}");
    }

    @Test
    void everybodyLearnsWhereTheSourceIs() throws Exception {
        HttpResponse<String> page = server.get("/");

        assertThat(tree(server.get("/api/v1/about")).path("source").asString())
                .isEqualTo("https://source.example/casys");
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.body()).contains("https://source.example/casys", "1.2.3", "/mcp");
    }

    @Test
    void theStatusNamesEveryServer() throws Exception {
        JsonNode status = tree(server.get("/api/v1/status"));

        assertThat(status.path("started_at").asString()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(status.at("/servers/0/state").asString()).isEqualTo("ready");
    }

    @Test
    void whatWasLearnedIsExportedAndErasedByTheOperatorOnly() throws Exception {
        HttpResponse<String> lines = server.get("/api/v1/learned");
        assertThat(lines.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        assertThat(RawJson.parse(lines.body().strip()).tree().path("from").asString())
                .isEqualTo("files:read");
        assertThat(tree(server.get("/api/v1/graph")).at("/edges/0/to").asString())
                .isEqualTo("csv:parse");
        assertThat(server.get("/api/v1/graph?format=dot").body()).startsWith("digraph tools {");
        assertThat(server.get("/api/v1/graph?format=graphml").body()).contains("<graphml");
        assertThat(server.get("/api/v1/graph?format=svg").statusCode()).isEqualTo(400);

        HttpRequest.Builder erase =
                HttpRequest.newBuilder(server.uri("/api/v1/learned")).DELETE();
        assertThat(server.send(erase).statusCode()).isEqualTo(401);
        assertThat(server.get("/api/v1/learned").body()).isNotEmpty();

        HttpRequest.Builder again =
                HttpRequest.newBuilder(server.uri("/api/v1/learned")).DELETE();
        assertThat(server.send(again, "Authorization", "Bearer " + TestServer.TOKEN)
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.get("/api/v1/learned").body()).isEmpty();
    }

    @Test
    void whatIsSaidOfAToolIsKeptAndWhatIsNoVerdictIsRefused() throws Exception {
        assertThat(feedback("{\"intent\":\"open it\",\"tool\":\"read_file\",\"right\":true}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.learned.said())
                .singleElement()
                .isEqualTo(new Verdict("open it", new ToolKey("files", "read_file"), true));

        for (String bad : List.of(
                "[]",
                "{",
                "{\"intent\":\" \",\"tool\":\"read_file\",\"right\":true}",
                "{\"intent\":\"" + "x".repeat(4001) + "\",\"tool\":\"read_file\",\"right\":true}",
                "{\"intent\":\"open it\",\"tool\":7,\"right\":true}",
                "{\"intent\":\"open it\",\"tool\":\"read_file\"}",
                "{\"intent\":\"open it\",\"tool\":\"read_file\",\"right\":\"yes\"}")) {
            assertThat(feedback(bad).statusCode()).as(bad).isEqualTo(400);
        }
        HttpResponse<String> unknown = feedback("{\"intent\":\"open it\",\"tool\":\"read_fil\",\"right\":true}");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("did you mean");
        assertThat(server.learned.said()).hasSize(1);
    }

    private HttpResponse<String> feedback(String body) throws Exception {
        return server.send(HttpRequest.newBuilder(server.uri("/api/v1/feedback"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void capabilitiesAreListedByAnybodyAndDecidedOnByTheOperator() throws Exception {
        JsonNode all = tree(server.get("/api/v1/capabilities")).path("capabilities");
        assertThat(all.valueStream().map(one -> one.path("name").asString()))
                .containsExactly("read_then_parse", "read_and_parse");
        assertThat(tree(server.get("/api/v1/capabilities?state=active"))
                        .path("capabilities")
                        .size())
                .isZero();
        assertThat(server.get("/api/v1/capabilities?state=good").statusCode()).isEqualTo(400);
        JsonNode one = tree(server.get("/api/v1/capabilities/read_then_parse"));
        assertThat(one.at("/workflow/steps/1/arguments/csv/$step").asString()).isEqualTo("s1");
        assertThat(one.at("/annotations/readOnlyHint").asBoolean()).isTrue();
        assertThat(server.get("/api/v1/capabilities/none").statusCode()).isEqualTo(404);

        String promote = "/api/v1/capabilities/read_then_parse/promote";
        assertThat(server.send(decision(promote, "{}")).statusCode()).isEqualTo(401);
        assertThat(decided(promote, "{}").path("state").asString()).isEqualTo("active");
        assertThat(decided("/api/v1/capabilities/read_then_parse/rename", "{\"to\":\"parsed\"}")
                        .path("name")
                        .asString())
                .isEqualTo("parsed");
        assertThat(decided("/api/v1/capabilities/read_and_parse/merge", "{\"into\":\"parsed\"}")
                        .path("seen")
                        .asInt())
                .isEqualTo(4);
        assertThat(decided("/api/v1/capabilities/parsed/retire", "{}")
                        .path("state")
                        .asString())
                .isEqualTo("retired");
        for (String body :
                List.of("", "[]", "{\"to\":7}", "{\"to\":\"Not A Name\"}", "{\"to\":\"" + "x".repeat(500) + "\"}")) {
            assertThat(server.send(
                                    decision("/api/v1/capabilities/parsed/rename", body),
                                    "Authorization",
                                    "Bearer " + TestServer.TOKEN)
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    private HttpRequest.Builder decision(String path, String body) {
        return HttpRequest.newBuilder(server.uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private JsonNode decided(String path, String body) throws Exception {
        HttpResponse<String> answer = server.send(decision(path, body), "Authorization", "Bearer " + TestServer.TOKEN);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return tree(answer);
    }

    @Test
    void toolsAreListedAndDescribedByAnyName() throws Exception {
        server.tools.server("git", "log");

        assertThat(tree(server.get("/api/v1/tools")).path("tools")).hasSize(3);
        assertThat(tree(server.get("/api/v1/tools?server=git")).path("tools")).hasSize(1);
        for (String name : List.of("git__log", "git:log", "mcp__git__log", "log")) {
            JsonNode tool = tree(server.get("/api/v1/tools/" + name));
            assertThat(tool.path("name").asString()).isEqualTo("git__log");
            assertThat(tool.at("/definition/x-vendor/n").asDouble()).isEqualTo(1.5);
        }
        assertThat(server.get("/api/v1/tools/git__lgo").body()).contains("did you mean git__log");
    }

    @Test
    void searchAnswersAsTheMetaToolDoes() throws Exception {
        JsonNode found = tree(server.get("/api/v1/search?intent=read+a+file&limit=1&include=schema,why"));

        assertThat(found.path("hits")).hasSize(1);
        assertThat(found.at("/hits/0/name").asString()).isEqualTo("files__read_file");
        assertThat(found.at("/hits/0/why").isEmpty()).isFalse();
    }

    @Test
    void searchFindsPromptsAndResourcesIfAskedTo() throws Exception {
        server.servers.lists("files", ListKind.PROMPTS, "{\"name\":\"tidy_up\",\"description\":\"Tidies up\"}");
        server.servers.lists("files", ListKind.RESOURCES, "{\"uri\":\"file:///tidy\",\"name\":\"tidy\"}");

        JsonNode found = tree(server.get("/api/v1/search?intent=tidy+up&include=prompts,resources"));

        assertThat(found.at("/prompts/0/name").asString()).isEqualTo("files__tidy_up");
        assertThat(found.at("/resources/0/uri").asString()).isEqualTo("casys.files+file:///tidy");
        assertThat(tree(server.get("/api/v1/search?intent=tidy+up")).has("prompts"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?intent=a&name=b", "?intent=a&limit=many", "?intent=a&limit=99", "?intent=a&foo=b"})
    void aWrongSearchIsAProblem(String query) throws Exception {
        HttpResponse<String> answer = server.get("/api/v1/search" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
    }

    @Test
    void aCallReturnsTheToolsOwnBytes() throws Exception {
        String odd = "{\"content\":[], \"n\":[1.0,1e2,-0],\"x\":\"\\u0041\\/\"}";
        server.tools.doing(
                "files:read_file", (arguments, context) -> RawJson.ofTrusted(odd.getBytes(StandardCharsets.UTF_8)));

        assertThat(server.post("/api/v1/call", "{\"name\":\"files:read_file\",\"arguments\":{}}")
                        .body())
                .isEqualTo(odd);
    }

    @Test
    void aCallOfAToolThatRunsAsATaskReturnsItsResult() throws Exception {
        server.servers.speaking("files", Era.LEGACY).doing("files", "tasks/result", (params, context) -> {
            assertThat(params.tree().path("taskId").asString()).isEqualTo("t1");
            return RawJson.parse("{\"content\":[{\"type\":\"text\",\"text\":\"worked\"}]}");
        });
        server.tools.doing(
                "files:read_file",
                (arguments, context) -> RawJson.parse("{\"task\":{\"taskId\":\"t1\",\"status\":\"working\"}}"));

        HttpResponse<String> answer = server.post("/api/v1/call", "{\"name\":\"files__read_file\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"content\":[{\"type\":\"text\",\"text\":\"worked\"}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense|400",
                "[]|400",
                "{}|400",
                "{\"name\":7}|400",
                "{\"name\":\"files__read_file\",\"arguments\":7}|400",
                "{\"name\":\"files__nothing\"}|404"
            })
    void aWrongCallIsAProblem(String body, int status) throws Exception {
        HttpResponse<String> answer = server.post("/api/v1/call", body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(tree(answer).path("status").asInt()).isEqualTo(status);
        assertThat(tree(answer).path("correlation_id").asString())
                .isEqualTo(answer.headers().firstValue("X-Correlation-Id").orElseThrow());
    }

    @Test
    void aFormOfAnotherSiteCannotCall() throws Exception {
        assertThat(server.post("/api/v1/call", "{\"name\":\"files__read_file\"}", "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void aServerThatRefusesWithItsOwnErrorIsABadGatewayAndNotAFaultOfOurs() throws Exception {
        server.tools.doing("files:read_file", (arguments, context) -> {
            throw new JsonRpcException(new JsonRpcError(-31_999, "not today", Optional.empty()));
        });

        HttpResponse<String> answer = server.post("/api/v1/call", "{\"name\":\"files__read_file\"}");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(tree(answer).path("detail").asString()).isEqualTo("not today");
    }

    @ParameterizedTest
    @CsvSource({"TIMEOUT,504", "UNAVAILABLE,503", "UPSTREAM_FAILED,502", "OVERLOADED,429", "NOT_PERMITTED,403"})
    void aKnownFailureHasItsCategorysStatus(ErrorCategory category, int status) throws Exception {
        server.tools.doing("files:read_file", (arguments, context) -> {
            throw new CasysException(category, "what and why");
        });

        HttpResponse<String> answer = server.post("/api/v1/call", "{\"name\":\"files__read_file\"}");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(tree(answer).path("detail").asString()).isEqualTo("what and why");
    }

    @Test
    void anUnexpectedFailureShowsItsCorrelationIdOnly() throws Exception {
        server.tools.doing("files:read_file", (arguments, context) -> {
            throw new IllegalStateException("secret detail");
        });

        HttpResponse<String> answer = server.post("/api/v1/call", "{\"name\":\"files__read_file\"}");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .doesNotContain("secret")
                .contains(answer.headers().firstValue("X-Correlation-Id").orElseThrow());
    }

    @Test
    void onlyTheEnginesTokenStopsTheEngine() throws Exception {
        assertThat(server.post("/api/v1/engine/stop", "").statusCode()).isEqualTo(401);
        assertThat(server.post("/api/v1/engine/stop", "", "Authorization", "Bearer wrong")
                        .headers()
                        .firstValue("WWW-Authenticate"))
                .contains("Bearer");
        assertThat(server.stopAsked.getCount()).isOne();

        assertThat(server.post("/api/v1/engine/stop", "", "Authorization", "Bearer " + TestServer.TOKEN)
                        .statusCode())
                .isEqualTo(202);
        assertThat(server.stopAsked.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aRequiredTokenIsRequiredOfEveryoneButHealthAndAbout() throws Exception {
        try (TestServer strict = new TestServer(TestServer.settings(1024, true), HttpLimits.DEFAULTS, List.of())) {
            for (String path : List.of("/api/v1/tools", "/api/v1/tools/x", "/api/v1/search?name=x", "/api/v1/status")) {
                assertThat(strict.get(path).statusCode()).isEqualTo(401);
                assertThat(strict.get(path, "Authorization", "Bearer " + TestServer.TOKEN)
                                .statusCode())
                        .isNotEqualTo(401);
            }
            assertThat(strict.mcp("{}").statusCode()).isEqualTo(401);
            assertThat(strict.post("/api/v1/call", "{}").statusCode()).isEqualTo(401);
            assertThat(strict.get("/mcp").statusCode()).isEqualTo(401);
            assertThat(strict.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(strict.get("/api/v1/about").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatIsNotThereIsAProblem() throws Exception {
        HttpResponse<String> nothing = server.get("/api/v1/nothing");
        HttpResponse<String> wrongMethod =
                server.send(HttpRequest.newBuilder(server.uri("/api/v1/tools")).DELETE());

        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(tree(nothing).path("title").asString()).isEqualTo("Not Found");
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.headers().firstValue("Allow").orElseThrow()).contains("GET");
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() throws Exception {
        for (String path : List.of("/", "/health/live", "/api/v1/tools", "/api/v1/nothing", "/mcp")) {
            HttpResponse<String> answer = server.get(path);

            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'");
            assertThat(answer.headers().firstValue("X-Correlation-Id")).isPresent();
            assertThat(answer.headers().firstValue("Server")).isEmpty();
        }
    }

    @Test
    void everyRouteIsDescribedAndNothingElse() throws Exception {
        JsonNode description = tree(server.get("/api/v1/openapi.json"));
        Set<String> described = new TreeSet<>();
        description
                .path("paths")
                .forEachEntry((path, methods) -> methods.propertyNames()
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));

        Set<String> served = new TreeSet<>();
        server.server
                .endpoints()
                .forEach(endpoint -> served.add(endpoint.method().name() + " " + endpoint.path()));

        assertThat(described).isEqualTo(served);
        assertThat(description.at("/info/version").asString()).isEqualTo("1.2.3");
    }

    private static JsonNode tree(HttpResponse<String> answer) {
        return RawJson.parse(answer.body()).tree();
    }
}
