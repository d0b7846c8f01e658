// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.runs;

/**
 * Makes marks of values: equal values have equal marks, and without the key that makes them nobody can go back, not even
 * by trying. Safe for any number of threads.
 */
@FunctionalInterface
public interface ValueMarks {

    /** How long a mark is, in characters. */
    int LENGTH = 16;

    /** The mark of a value in canonical JSON; {@value #LENGTH} characters of base64url. */
    String of(String json);
}
