// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static ai.casys.core.gateway.Messages.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of the command line and the REST interface. */
final class CompletedCallsTest extends TaskFixture {

    private static final String ADDRESSES =
            "{\"content\":[{\"type\":\"resource_link\",\"name\":\"a\",\"uri\":\"file:///a\"}]}";

    private final CompletedCalls calls =
            new CompletedCalls(TestParts.of(catalog, search, tools, servers, InstantSource.system()));

    @Test
    void aToolThatOnlyRunsAsATaskReturnsItsResult() {
        assertThat(call("old__must")).hasToString(RESULT);

        assertThat(asked).containsExactly("must task={}");
    }

    @Test
    void aToolThatNeedsNoTaskIsCalledPlainly() {
        assertThat(call("old__may")).hasToString(RESULT);
        assertThat(call("old__plain")).hasToString(RESULT);
        assertThat(call("new__job")).hasToString(RESULT);

        assertThat(asked).containsExactly("may", "plain", "job");
    }

    @Test
    void aNewerServersToolThatWantsATaskReturnsItsResult() {
        status.put("t/1", "completed");
        String needs = "{\"requiredCapabilities\":{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}}";
        tools.doing("new:job", (arguments, context) -> {
            if (context.client().capabilities().tree().has("extensions")) {
                return newServer(context);
            }
            throw new UpstreamErrorException("new", new JsonRpcError(-32021, "tasks!", Optional.of(raw(needs))));
        });

        assertThat(call("new__job")).hasToString(RESULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"old__plain", "new__job"})
    void aTaskThatNobodyAskedForIsWaitedFor(String tool) {
        String task = TASK.formatted("t/1", "working");
        String older = "{\"task\":" + task.formatted("", "ttl", "pollInterval") + "}";
        String newer = task.formatted(",\"resultType\":\"task\"", "ttlMs", "pollIntervalMs");
        tools.doing("old:plain", (arguments, context) -> raw(older));
        tools.doing("new:job", (arguments, context) -> raw(newer));
        status.put("t/1", "completed");

        assertThat(call(tool)).hasToString(RESULT);
    }

    @Test
    void aTaskThatFailsIsAnErrorAndNoEmptyAnswer() {
        servers.doing("old", "tasks/result", (params, context) -> {
            throw new UpstreamErrorException("old", new JsonRpcError(-32603, "broken"));
        });

        assertThatThrownBy(() -> call("old__must"))
                .isInstanceOf(UpstreamErrorException.class)
                .hasMessageContaining("broken");
    }

    @Test
    void aTaskThatIsNotOverInTimeIsCancelledAndSaidSo() {
        servers.doing("old", "tasks/result", (params, context) -> {
            throw new CasysException(ErrorCategory.TIMEOUT, "too slow");
        });

        assertThatThrownBy(() -> call("old__must"))
                .isInstanceOf(CasysException.class)
                .hasMessage("too slow");

        awaitCancelled();
    }

    @Test
    void whatATaskAsksCannotBeAnsweredHere() {
        servers.doing(
                "old",
                "tasks/result",
                (params, context) -> context.client()
                        .ask("elicitation/create", Optional.of(raw("{\"message\":\"Who?\"}")), context.cancellation()));

        assertThatThrownBy(() -> call("old__must"))
                .isInstanceOf(JsonRpcException.class)
                .hasMessageContaining("cannot be asked");
    }

    @Test
    void addressesStayThoseOfTheServer() {
        tools.doing("old:plain", (arguments, context) -> raw(ADDRESSES));
        servers.doing("old", "tasks/result", (params, context) -> raw(ADDRESSES));

        assertThat(call("old__plain")).hasToString(ADDRESSES);
        assertThat(call("old__must")).hasToString(ADDRESSES);
    }

    private RawJson call(String tool) {
        return calls.call(tool, RawJson.EMPTY_OBJECT, CallContext.of(Caller.LOCAL, Duration.ofSeconds(30)));
    }
}
