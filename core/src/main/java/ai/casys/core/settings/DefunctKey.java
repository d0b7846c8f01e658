// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.util.List;
import java.util.Optional;

/**
 * A key that is no longer, or never was, the name of a setting but is what people write. It is refused with the name of
 * what replaces it, so that an old file fails loudly instead of losing a setting.
 *
 * @param path the full path, such as {@code casys.http.public_url}
 * @param replacement the full path of what to write instead
 */
record DefunctKey(String path, String replacement) {

    /** All of them. Whoever renames a setting adds a line. */
    static final List<DefunctKey> ALL = List.of(
            new DefunctKey("casys.exposure", "casys.expose"),
            new DefunctKey("casys.host", "casys.http.host"),
            new DefunctKey("casys.port", "casys.http.port"),
            new DefunctKey("casys.http.public_url", "casys.http.public-url"),
            new DefunctKey("casys.http.base-url", "casys.http.public-url"),
            new DefunctKey("casys.database.pool_size", "casys.database.pool-size"),
            new DefunctKey("casys.upstream.timeout", "casys.upstream.call-timeout"));

    /** What replaces the key, if it is defunct. */
    static Optional<String> replacementOf(String path) {
        return ALL.stream()
                .filter(key -> key.path().equals(path))
                .map(DefunctKey::replacement)
                .findFirst();
    }
}
