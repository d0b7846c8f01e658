// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.util.Arrays;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Opens parsers over byte arrays under our limits and cuts raw values out by their offsets. */
final class JsonSource {

    /** Deeper documents are refused: nothing real comes near, and recursive readers further on stay safe. */
    static final int MAX_DEPTH = 256;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private JsonSource() {}

    static JsonParser open(byte[] bytes) {
        return FACTORY.createParser(ObjectReadContext.empty(), bytes);
    }

    /** Copies the bytes of the value whose first token is the current one, and moves to its last token. */
    static byte[] copyValue(JsonParser parser, byte[] bytes) {
        int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        finishValue(parser);
        return Arrays.copyOfRange(
                bytes, start, Math.toIntExact(parser.currentLocation().getByteOffset()));
    }

    /** Moves to the last token of the value whose first token is the current one. */
    static void finishValue(JsonParser parser) {
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
        } else {
            parser.finishToken();
        }
    }
}
