// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.fuzz;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON read by the letter, without a limit that the format does not have. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(1 << 20)
                            .maxNestingDepth(100_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /**
     * @param text the bytes, as ISO-8859-1
     * @throws IllegalArgumentException for what is no JSON text in UTF-8
     */
    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }
}
