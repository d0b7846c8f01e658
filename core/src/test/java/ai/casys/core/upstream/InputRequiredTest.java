// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.shared.jsonrpc.RawJson;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Telling a request for input from a result. */
final class InputRequiredTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"resultType\":\"complete\",\"content\":[]}",
                "{\"resultType\":\"complete\",\"requestState\":\"x\"}",
                "{\"requestState\":\"x\",\"inputRequests\":{}}",
                "{\"resultType\":7,\"requestState\":\"x\"}",
                "{\"content\":[{\"type\":\"text\",\"text\":\"inputRequests requestState input_required\"}]}",
                "{\"structuredContent\":{\"resultType\":\"input_required\",\"requestState\":\"x\"}}"
            })
    void everythingElseIsAResult(String result) {
        assertThat(InputRequired.in(FakeClient.raw(result))).isEmpty();
    }

    @Test
    void questionsAndStateAreKeptAsTheyCame() {
        InputRequired required = InputRequired.in(FakeClient.raw("{\"requestState\":\"\\u0041 \",\"inputRequests\":"
                        + "{\"z\":{\"method\":\"roots/list\"},\"a\":{\"params\":{ \"n\":1.50},"
                        + "\"method\":\"elicitation/create\"}},\"resultType\":\"input_required\"}"))
                .orElseThrow();

        assertThat(required.state()).hasValue(FakeClient.raw("\"\\u0041 \""));
        assertThat(required.questions().keySet()).containsExactly("z", "a");
        assertThat(required.questions().sequencedValues().getLast().params()).hasValue(FakeClient.raw("{ \"n\":1.50}"));
        assertThat(InputRequired.responses(Map.of("z", RawJson.EMPTY_OBJECT)).toString())
                .isEqualTo("{\"z\":{}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"resultType\":\"input_required\",\"inputRequests\":[]}",
                "{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":1}}",
                "{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":{}}}",
                "{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":{\"method\":{}}}}",
                "{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":{\"method\":\"tools/call\"}}}"
            })
    void whatNobodyCanAnswerIsABreachOfTheProtocol(String result) {
        assertThatThrownBy(() -> InputRequired.in(FakeClient.raw(result))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tooManyQuestionsAtOnceAreRefused() {
        StringBuilder questions = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            questions.append(i == 0 ? "" : ",").append('"').append(i).append("\":{\"method\":\"roots/list\"}");
        }
        String result = "{\"resultType\":\"input_required\",\"inputRequests\":{" + questions + "}}";

        assertThatThrownBy(() -> InputRequired.in(FakeClient.raw(result))).hasMessageContaining("1000");
    }
}
