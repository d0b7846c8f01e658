// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads configuration files: JSON as clients write it, so comments and trailing commas are let through. Errors name the
 * file, the line and the column, and never quote the file, which may hold secrets.
 */
public final class ConfigJson {

    /** A longer configuration file is refused. */
    public static final int MAX_BYTES = 4 << 20;

    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Numbers of other programs are written back as they were read.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final JsonMapper STRICT = JsonMapper.builder().build();

    private ConfigJson() {}

    /**
     * The file's bytes.
     *
     * @throws CasysException (CONFIGURATION) when it is no regular file, cannot be read, or exceeds {@link #MAX_BYTES}
     */
    public static byte[] readBytes(Path file) {
        if (!Files.isRegularFile(file)) {
            throw problem("The configuration file " + file + " is not a regular file; name a JSON file.");
        }
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw problem("The configuration file " + file + " is longer than " + MAX_BYTES
                        + " bytes; is it the right file?");
            }
            return bytes;
        } catch (IOException e) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "The configuration file " + file + " cannot be read ("
                            + e.getClass().getSimpleName() + "); check that it exists and that you may read it.",
                    e);
        }
    }

    /**
     * The file's content, which must be one JSON object.
     *
     * @throws CasysException (CONFIGURATION) when it is not, with line and column
     */
    public static ObjectNode parse(byte[] bytes, Path file) {
        JsonNode node;
        try {
            node = LENIENT.readTree(bytes);
        } catch (JacksonException e) {
            throw problem(file + " is not valid JSON" + where(e) + ": " + reason(e) + ". Correct it there.");
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw problem(file + " holds " + (node.isMissingNode() ? "nothing" : Section.kind(node))
                + "; it must hold one JSON object, such as {\"mcpServers\": {}}.");
    }

    /** Whether the text is JSON without comments, trailing commas or anything else that rewriting it would lose. */
    public static boolean isStrict(byte[] bytes) {
        try {
            STRICT.readTree(bytes);
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }

    /**
     * The object as text with a line break at the end.
     *
     * @param indent what each level is indented by: spaces or a tab
     */
    public static String write(ObjectNode object, String indent) {
        DefaultIndenter indenter = new DefaultIndenter(indent, "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator(""))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
        return STRICT.writer().with(printer).writeValueAsString(object) + "\n";
    }

    private static String where(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        if (location == null || location.getLineNr() < 1) {
            return "";
        }
        return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** The parser's words without what it quotes of the file: an unquoted token may be a password. */
    private static String reason(JacksonException e) {
        String words = e.getOriginalMessage();
        if (words == null) {
            return "syntax error";
        }
        return words.replaceAll("(?s)\n.*", "")
                .replaceAll("'[^']{2,}'", "...")
                .replaceAll("\\((?:code|start marker)[^)]*\\)", "")
                .strip();
    }

    private static CasysException problem(String message) {
        return new CasysException(ErrorCategory.CONFIGURATION, message);
    }
}
