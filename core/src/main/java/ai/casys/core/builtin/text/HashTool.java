// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.text;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolFailure;
import ai.casys.core.builtin.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Computes checksums. */
final class HashTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "hash",
            "Hash a text",
            "Computes a hash of a text (as UTF-8) or of base64 data, in hexadecimal. MD5 and SHA-1 are for comparing with"
                    + " old checksums only; they protect nothing.",
            List.of(
                    Parameter.text("text", TextServer.MAX_TEXT, "The text to hash."),
                    Parameter.text("base64", TextServer.MAX_TEXT, "Data to hash as base64, instead of text."),
                    Parameter.choice(
                                    "algorithm",
                                    List.of("sha256", "sha512", "sha384", "sha3-256", "sha1", "md5"),
                                    "The hash function.")
                            .orElse("sha256")),
            """
            {"type": "object",
             "properties": {
               "algorithm": {"type": "string"},
               "hash": {"type": "string", "description": "hexadecimal, lower case"},
               "bytes": {"type": "integer", "description": "how many were hashed"}},
             "required": ["algorithm", "hash", "bytes"],
             "additionalProperties": false}
            """,
            Behaviour.READS);

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        if (arguments.has("text") == arguments.has("base64")) {
            throw new ToolFailure("Give exactly one of \"text\" and \"base64\".");
        }
        byte[] data = arguments.has("text")
                ? arguments.text("text").getBytes(StandardCharsets.UTF_8)
                : Encoding.BASE64.decode(arguments.text("base64"));
        String algorithm = arguments.text("algorithm");
        return ToolResult.of(Json.object()
                .put("algorithm", algorithm)
                .put("hash", HexFormat.of().formatHex(digest(algorithm).digest(data)))
                .put("bytes", data.length));
    }

    private static MessageDigest digest(String algorithm) {
        String name = algorithm.startsWith("sha3") ? "SHA3-256" : algorithm.replace("sha", "SHA-");
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new ToolFailure("This Java has no hash function \"" + algorithm + "\"; choose another.", e);
        }
    }
}
