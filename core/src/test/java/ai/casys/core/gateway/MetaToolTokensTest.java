// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gateway's own tools are in every conversation, so they have to be cheap: all five together below 2,000 tokens. */
class MetaToolTokensTest {
    private final Encoding tokens = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    @ParameterizedTest
    @CsvSource({"search_tools, 650", "call_tool, 250"})
    void eachToolKeepsToItsShare(String name, int most) {
        String definition = Definitions.load(name + ".json").tree().toString();

        assertThat(tokens.countTokensOrdinary(definition)).isLessThan(most);
    }

    @Test
    void countsAsModelsDo() {
        assertThat(tokens.countTokensOrdinary("Find tools")).isEqualTo(2);
    }
}
