// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.identity.keyset;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A keyset as JSON: {@code {"format":1,"primary":ID,"keys":[{"id","created","secret"}]}}, the secrets as base64url of 32
 * bytes. What is wrong with a text is said without quoting any of it.
 */
final class KeysetFormat {

    private static final int FORMAT = 1;
    private static final Set<String> FIELDS = Set.of("format", "primary", "keys");
    private static final Set<String> KEY_FIELDS = Set.of("id", "created", "secret");
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private KeysetFormat() {}

    static byte[] print(Keyset keyset) {
        var tree = MAPPER.createObjectNode();
        tree.put("format", FORMAT);
        tree.put("primary", keyset.primaryId());
        var keys = tree.putArray("keys");
        for (KeyEntry entry : keyset.keys().values()) {
            keys.addObject()
                    .put("id", entry.id())
                    .put("created", entry.created().toString())
                    .put(
                            "secret",
                            Base64.getUrlEncoder()
                                    .withoutPadding()
                                    .encodeToString(entry.secret().getEncoded()));
        }
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);
    }

    /** @throws IllegalArgumentException that says what is wrong, never what the text holds, and without a cause */
    static Keyset parse(byte[] json) {
        JsonNode tree = tree(json);
        if (!tree.isObject()) {
            throw new IllegalArgumentException("is no JSON object");
        }
        if (!tree.path("format").isInt() || tree.path("format").intValue() != FORMAT) {
            throw new IllegalArgumentException("has another \"format\" than " + FORMAT);
        }
        requireOnly(FIELDS, tree);
        List<KeyEntry> entries = new ArrayList<>();
        JsonNode keys = tree.path("keys");
        for (int index = 0; index < keys.size(); index++) {
            entries.add(entry(index, keys.get(index)));
        }
        return Keyset.of(entries, tree.path("primary").asString(""));
    }

    private static KeyEntry entry(int index, JsonNode key) {
        String place = "entry " + (index + 1) + " of \"keys\" ";
        requireOnly(KEY_FIELDS, key);
        String id = key.path("id").asString("");
        if (!KeyEntry.ID.matcher(id).matches()) {
            throw new IllegalArgumentException(place + "has no \"id\" of 1 to 40 characters a-z 0-9 -");
        }
        byte[] secret;
        try {
            secret = Base64.getUrlDecoder().decode(key.path("secret").asString(""));
        } catch (IllegalArgumentException _) {
            secret = new byte[0];
        }
        if (secret.length != Keyset.KEY_BYTES) {
            throw new IllegalArgumentException(
                    place + "has no \"secret\" of " + Keyset.KEY_BYTES + " bytes in base64url");
        }
        try {
            return new KeyEntry(id, Instant.parse(key.path("created").asString("")), Keyset.secretKey(secret));
        } catch (DateTimeException _) {
            throw new IllegalArgumentException(place + "has no time such as 2026-01-31T12:00:00Z as \"created\"");
        }
    }

    private static void requireOnly(Set<String> known, JsonNode object) {
        if (!known.containsAll(object.propertyNames())) {
            throw new IllegalArgumentException("has fields besides "
                    + String.join(", ", known.stream().sorted().toList()));
        }
    }

    private static JsonNode tree(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException _) {
            // The parser's own words quote the text, which is secret.
            throw new IllegalArgumentException("is not JSON");
        }
    }
}
