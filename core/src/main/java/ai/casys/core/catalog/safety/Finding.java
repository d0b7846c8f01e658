// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.safety;

import java.util.Objects;

/**
 * One suspicious place in a definition.
 *
 * @param path where, as a JSON Pointer (RFC 6901) with hidden characters made visible
 * @param excerpt the place and its surroundings, at most some 200 characters, hidden characters made visible
 */
public record Finding(FindingKind kind, String path, String excerpt) {
    public Finding {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(path, "path is null");
        Objects.requireNonNull(excerpt, "excerpt is null");
    }
}
