// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the id in the edges of an answer that is too large to be read. A scalar member right before the closing brace
 * of the line, or before any container has opened, is a member of the envelope.
 */
final class OversizeAnswer {

    private static final String ID = "\"id\"\\s*:\\s*(-?\\d{1,18}|\"[^\"\\\\]{1,200}\")";
    private static final String VERSION = "\"jsonrpc\"\\s*:\\s*\"2\\.0\"";
    private static final Pattern HEAD =
            Pattern.compile("\\s*\\{\\s*(?:" + VERSION + "\\s*,\\s*)?" + ID + "\\s*,[\\s\\S]*");
    private static final Pattern TAIL =
            Pattern.compile("[\\s\\S]*,\\s*" + ID + "\\s*(?:,\\s*" + VERSION + "\\s*)?\\}\\s*");

    private OversizeAnswer() {}

    static Optional<RequestId> id(byte[] head, byte[] tail) {
        // ISO-8859-1 keeps one character a byte, whatever the cut went through.
        return find(HEAD, head).or(() -> find(TAIL, tail));
    }

    private static Optional<RequestId> find(Pattern pattern, byte[] edge) {
        Matcher matcher = pattern.matcher(new String(edge, StandardCharsets.ISO_8859_1));
        return matcher.matches() ? RequestId.parse(RawJson.parse(matcher.group(1))) : Optional.empty();
    }
}
