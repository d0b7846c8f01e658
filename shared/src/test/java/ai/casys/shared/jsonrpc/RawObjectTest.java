// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RawObjectTest {

    @Test
    void oneMemberIsReplacedAndTheOthersKeepBytesAndOrder() {
        RawObject object = RawObject.of(raw("{\"b\": 1.50 ,\"name\":\"old\",\"a\":{\"x\" : [1]}}"));
        assertThat(object.with("name", "n\"ew").toRawJson())
                .hasToString("{\"b\":1.50,\"name\":\"n\\\"ew\",\"a\":{\"x\" : [1]}}");
        assertThat(object.without("b").get("b")).isEmpty();
        assertThat(object.get("a")).contains(raw("{\"x\" : [1]}"));
    }

    @Test
    void whatIsNoObjectIsRefused() {
        assertThatThrownBy(() -> RawObject.of(raw("[1]"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RawObject.of(raw("{\"a\":"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RawArray.elements(raw("{}"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RawArray.elements(raw("[1,"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static RawJson raw(String text) {
        return RawJson.ofTrusted(text.getBytes(UTF_8));
    }
}
