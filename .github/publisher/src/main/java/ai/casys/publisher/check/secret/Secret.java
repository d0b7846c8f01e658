// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check.secret;

/**
 * A stretch of a line that looks like a secret. The secret itself is never shown: reports are read by many.
 *
 * @param kind what it looks like
 * @param start the first character in the line
 * @param end behind the last
 */
public record Secret(String kind, int start, int end) {
    /** The stretch of {@code line}, cut so that it cannot be used but can be found again. */
    public static String shortened(String secret) {
        return secret.length() <= 8 ? "…" : secret.substring(0, 4) + "… (" + secret.length() + " characters)";
    }
}
