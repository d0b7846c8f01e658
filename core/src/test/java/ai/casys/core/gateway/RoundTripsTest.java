// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static ai.casys.core.gateway.Messages.error;
import static ai.casys.core.gateway.Messages.inbound;
import static ai.casys.core.gateway.Messages.raw;
import static ai.casys.core.gateway.Messages.result;
import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.Caller;
import ai.casys.core.api.Cancellation;
import ai.casys.shared.identity.UserId;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Questions to clients without sessions: answered by the next request, and by the right one alone. */
final class RoundTripsTest extends StatelessFixture {

    private static final String FORM = "{\"elicitation\":{}}";
    private static final RawJson QUESTION =
            raw("{\"mode\":\"form\",\"message\":\"Who?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}");

    @Test
    void aQuestionOfAStatefulServerBecomesARoundTrip() {
        AtomicInteger calls = new AtomicInteger();
        askingTool(calls);

        RawJson first = result(ask("tools/call", "\"name\":\"files__read_file\"", FORM));
        assertThat(first.tree().path("resultType").asString()).isEqualTo("input_required");
        JsonNode questions = first.tree().path("inputRequests");
        String key = questions.propertyNames().iterator().next();
        assertThat(questions.path(key).path("method").asString()).isEqualTo("elicitation/create");
        assertThat(RawJson.of(questions.path(key).path("params"))).isEqualTo(RawJson.of(QUESTION.tree()));

        RawJson second =
                result(ask("tools/call", retry(first, key, "{\"action\":\"accept\",\"content\":{\"n\":1}}"), FORM));

        assertThat(second.tree().path("resultType").asString()).isEqualTo("complete");
        assertThat(second.tree().at("/content/0/text").asString()).contains("\"accept\"", "\"n\":1");
        assertThat(calls).hasValue(1);
    }

    @Test
    void aLostAnswerIsGivenOnceMoreWithoutAnotherCall() {
        AtomicInteger calls = new AtomicInteger();
        askingTool(calls);
        RawJson first = result(ask("tools/call", "\"name\":\"files__read_file\"", FORM));
        String key =
                first.tree().path("inputRequests").propertyNames().iterator().next();
        String retry = retry(first, key, "{\"action\":\"decline\"}");

        assertThat(result(ask("tools/call", retry, FORM))).isEqualTo(result(ask("tools/call", retry, FORM)));
        assertThat(calls).hasValue(1);
    }

    @Test
    void anAnswerThatIsMissingIsAskedForAgain() {
        askingTool(new AtomicInteger());
        RawJson first = result(ask("tools/call", "\"name\":\"files__read_file\"", FORM));
        String state = first.tree().path("requestState").asString();

        RawJson again = result(ask(
                "tools/call",
                "\"name\":\"files__read_file\",\"inputResponses\":{},\"requestState\":\"" + state + "\"",
                FORM));

        assertThat(again.tree().path("resultType").asString()).isEqualTo("input_required");
        assertThat(again.tree().path("inputRequests").size()).isEqualTo(1);
    }

    @Test
    void stateThatWasTamperedWithOrIsUsedElsewhereIsRefused() {
        AtomicInteger calls = new AtomicInteger();
        askingTool(calls);
        RawJson first = result(ask("tools/call", "\"name\":\"files__read_file\"", FORM));
        String state = first.tree().path("requestState").asString();
        String broken = (state.startsWith("A") ? "B" : "A") + state.substring(1);
        String answers = "\"inputResponses\":{\"question-1\":{\"action\":\"accept\"}},\"requestState\":\"";
        Caller stranger = new Caller(Caller.LOCAL.tenant(), new UserId(UUID.randomUUID()), Caller.LOCAL.scopes());

        assertThat(error(ask("tools/call", "\"name\":\"files__read_file\"," + answers + broken + "\"", FORM))
                        .code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
        assertThat(error(ask("tools/call", "\"name\":\"files__write_file\"," + answers + state + "\"", FORM))
                        .code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
        assertThat(error(ask(
                                "tools/call",
                                "\"name\":\"files__read_file\",\"arguments\":{\"a\":1}," + answers + state + "\"",
                                FORM))
                        .code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
        assertThat(error(gateway.handle(
                                inbound(
                                        request(
                                                "tools/call",
                                                "\"name\":\"files__read_file\"," + answers + state + "\"",
                                                FORM),
                                        stranger),
                                ClientStream.NONE))
                        .code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
        now = now.plus(Duration.ofMinutes(11));
        assertThat(error(ask("tools/call", "\"name\":\"files__read_file\"," + answers + state + "\"", FORM))
                        .code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
        assertThat(calls).hasValue(1);
    }

    @Test
    void aClientThatCannotBeAskedIsNotAsked() {
        askingTool(new AtomicInteger());

        RawJson result = result(ask("tools/call", "\"name\":\"files__read_file\"", "{}"));

        assertThat(result.tree().at("/content/0/text").asString()).contains("has not declared", "elicitation");
    }

    @Test
    void theStateOfAServerWithoutMemoryIsSealedAndPutBack() {
        List<RawJson> seen = new ArrayList<>();
        tools.doing("files:read_file", (arguments, context) -> {
            seen.add(context.params());
            return seen.size() == 1
                    ? raw("{\"resultType\":\"input_required\",\"inputRequests\":{\"k\":{\"method\":\"roots/list\"}},"
                            + "\"requestState\":\"secret of the server\"}")
                    : raw("{\"resultType\":\"complete\",\"content\":[]}");
        });

        RawJson first = result(ask("tools/call", "\"name\":\"files__read_file\"", "{\"roots\":{}}"));
        assertThat(first.toString()).doesNotContain("secret").contains("\"k\":{\"method\":\"roots/list\"}");
        ask("tools/call", retry(first, "k", "{\"roots\":[]}"), "{\"roots\":{}}");

        assertThat(seen.getLast().tree().path("requestState").asString()).isEqualTo("secret of the server");
        assertThat(seen.getLast().tree().at("/inputResponses/k/roots").isArray())
                .isTrue();
    }

    private void askingTool(AtomicInteger calls) {
        tools.doing("files:read_file", (arguments, context) -> {
            calls.incrementAndGet();
            try {
                RawJson answer = context.client().ask("elicitation/create", Optional.of(QUESTION), new Cancellation());
                return text(answer.toString());
            } catch (JsonRpcException e) {
                return text(e.error().message());
            }
        });
    }

    private static String retry(RawJson first, String key, String answer) {
        return "\"name\":\"files__read_file\",\"inputResponses\":{\"" + key + "\":" + answer + "},\"requestState\":\""
                + first.tree().path("requestState").asString() + "\"";
    }
}
