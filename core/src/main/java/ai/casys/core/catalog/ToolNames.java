// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The names under which clients see tools. Clients and models accept {@code ^[a-zA-Z0-9_-]{1,64}$}, while a server may
 * call its tools anything. A listed name is {@code server__tool} where that is legal; otherwise every illegal character
 * becomes {@code _}, the name is cut, and it ends in {@code _} and 8 base32 characters of the SHA-256 of the full name.
 * A server name holds no {@code _}, so the first {@code __} always separates the two parts.
 */
public final class ToolNames {

    /** Between server and tool. */
    public static final String SEPARATOR = "__";

    /** The longest listed name, in characters. */
    public static final int MAXIMUM_LENGTH = 64;

    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Pattern SERVER = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int DIGEST_CHARACTERS = 8;

    private ToolNames() {}

    /** {@code server__tool}, whatever characters the tool's own name has. */
    public static String qualified(ToolKey key) {
        Objects.requireNonNull(key, "key is null");
        return key.server() + SEPARATOR + key.tool();
    }

    /**
     * The legal name of a tool, seen alone. Within a catalogue ask {@link CatalogSnapshot#listedName}, which also keeps
     * apart a name that was shortened to exactly what another tool is really called.
     */
    public static String listed(ToolKey key) {
        String qualified = qualified(key);
        return isLegal(qualified) ? qualified : shortened(qualified, 0);
    }

    /** Whether every client accepts the name as it is. */
    public static boolean isLegal(String name) {
        return LEGAL.matcher(name).matches();
    }

    static boolean isServerName(String name) {
        return SERVER.matcher(name).matches();
    }

    /** @param round 0 at first; the next number gives another digest when the name is already taken */
    static String shortened(String qualified, int round) {
        StringBuilder name = new StringBuilder(MAXIMUM_LENGTH);
        int room = MAXIMUM_LENGTH - 1 - DIGEST_CHARACTERS;
        qualified.codePoints().limit(room).forEach(point -> name.append(isLegalCharacter(point) ? (char) point : '_'));
        String salted = round == 0 ? qualified : qualified + '#' + round;
        return name.append('_').append(digest(salted)).toString();
    }

    private static boolean isLegalCharacter(int point) {
        return (point >= 'a' && point <= 'z')
                || (point >= 'A' && point <= 'Z')
                || (point >= '0' && point <= '9')
                || point == '_'
                || point == '-';
    }

    private static String digest(String text) {
        // UTF-8 turns every broken surrogate into the same byte, so such a name is digested as UTF-16.
        boolean wellFormed = StandardCharsets.UTF_8.newEncoder().canEncode(text);
        byte[] hash =
                DefinitionHash.sha256(text.getBytes(wellFormed ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16BE));
        long bits = 0;
        for (int i = 0; i < DIGEST_CHARACTERS * 5 / 8; i++) {
            bits = bits << 8 | (hash[i] & 0xff);
        }
        StringBuilder digits = new StringBuilder(DIGEST_CHARACTERS);
        for (int shift = (DIGEST_CHARACTERS - 1) * 5; shift >= 0; shift -= 5) {
            digits.append(BASE32.charAt((int) (bits >> shift & 31)));
        }
        return digits.toString();
    }
}
