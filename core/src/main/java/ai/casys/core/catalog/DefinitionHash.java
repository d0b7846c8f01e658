// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Tells one definition of a tool from another: names, texts, schemas, annotations and unknown fields all count, the
 * order of keys and white space do not.
 */
public final class DefinitionHash {

    private DefinitionHash() {}

    /**
     * SHA-256 of the definition in canonical form, as 64 lower-case hex digits.
     *
     * @throws IllegalArgumentException if the definition is not one JSON value
     */
    public static String of(Tool tool) {
        Objects.requireNonNull(tool, "tool is null");
        return ofJson(tool.definition());
    }

    /**
     * SHA-256 of any JSON value in canonical form, as 64 lower-case hex digits.
     *
     * @throws IllegalArgumentException if the bytes are not one JSON value
     */
    public static String ofJson(RawJson json) {
        return HexFormat.of().formatHex(sha256(CanonicalJson.of(json).getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
