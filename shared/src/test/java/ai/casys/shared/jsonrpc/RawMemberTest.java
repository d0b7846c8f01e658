// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawMemberTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a/b\":1}|a/b",
                "{\"a\\/b\":1}|a/b",
                "{\"\\u0061/b\":1}|a/b",
                "{\"x\":\"\\n\\\\\",\"größe\":1}|größe",
                "{\"gr\\u00f6\\u00dfe\":1}|größe",
                "{\"q\\\"q\":1}|q\"q",
                "{\"q\\u0022q\":1}|q\"q",
                " { \"x\" : {\"k\":2} , \"k\" : 1 } |k",
                "{\"k\":2,\"k\":1}|k"
            })
    void aMemberIsFoundHoweverItsNameIsSpelt(String object, String name) {
        assertThat(RawMember.find(raw(object), name).value()).hasValue(raw("1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"x\":\"k\"}", "{\"x\":{\"k\":1}}", "{\"x\":\"\\\\\\\"k\\\"\"}", "{\"K\":1}"})
    void whatIsElsewhereIsNotTheMember(String object) {
        assertThat(RawMember.find(raw(object), "k").value()).isEmpty();
    }

    @Test
    void everyOtherByteStays() {
        assertThat(RawMember.find(raw(" { \"a\" : 1.0e2 ,\"k\": [ 1 ],\"\\u0062\":\"\\u00e9\" } "), "k")
                        .with(raw("2")))
                .hasToString(" { \"a\" : 1.0e2 ,\"k\": 2,\"\\u0062\":\"\\u00e9\" } ");
        assertThat(RawMember.find(raw("{ \"a\":1 }"), "k").with(raw("2"))).hasToString("{\"k\":2, \"a\":1 }");
        assertThat(RawMember.find(raw("{ }"), "k").with(raw("2"))).hasToString("{\"k\":2 }");
        assertThat(RawMember.find(raw("{\"k\":1,\"k\":1,\"a\":3}"), "k").with(raw("2")))
                .hasToString("{\"k\":2,\"a\":3}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "1", "\"{\"", "null"})
    void onlyAnObjectHasMembers(String value) {
        assertThatThrownBy(() -> RawMember.find(raw(value), "k")).isInstanceOf(IllegalArgumentException.class);
    }

    private static RawJson raw(String text) {
        return RawJson.ofTrusted(text.getBytes(StandardCharsets.UTF_8));
    }
}
