// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RawJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"plain\"",
                " \"spaced\" ",
                "\"h\u00e9 \ud83d\ude00\"",
                "\"a\\u0062c\"",
                "\"\\\\\"",
                "\"\\\"\"",
                "\"\\ud800\""
            })
    void theTextOfAStringIsThatOfTheTree(String json) {
        RawJson value = raw(json);
        assertThat(value.text()).contains(value.tree().asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "true", "{\"a\":\"b\"}", "[\"a\"]"})
    void nothingButAStringHasAText(String json) {
        assertThat(raw(json).text()).isEmpty();
    }

    @Test
    void nullIsKnownByItsFirstLetter() {
        assertThat(raw("null").isNull()).isTrue();
        assertThat(raw("\"null\"").isNull()).isFalse();
        assertThat(raw("{}").isNull()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"\":\"\"}1", "{} {}", "1 2", "{}]", "{", "nul", "[1,]"})
    void whatIsNotOneValueIsRefusedInWordsOfItsOwn(String json) {
        assertThatThrownBy(() -> raw(json).tree())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a JSON value")
                .message()
                .doesNotContain("jackson");
    }

    private static RawJson raw(String json) {
        return RawJson.ofTrusted(json.getBytes(StandardCharsets.UTF_8));
    }
}
