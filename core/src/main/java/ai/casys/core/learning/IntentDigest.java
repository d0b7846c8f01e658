// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** How an intent is known without keeping its words: case and spacing make no difference. */
final class IntentDigest {

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private IntentDigest() {}

    /** 64 hexadecimal digits. */
    static String of(String intent) {
        String normal = SPACE.matcher(intent.strip().toLowerCase(Locale.ROOT)).replaceAll(" ");
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(normal.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
