// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.store;

import ai.casys.core.catalog.ToolKey;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** A tool's definition became another one; both are kept as they came. */
public record ToolChange(
        UUID id,
        ToolKey key,
        Instant seenAt,
        String oldHash,
        String newHash,
        RawJson oldDefinition,
        RawJson newDefinition) {
    public ToolChange {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(seenAt, "seenAt is null");
        Objects.requireNonNull(oldHash, "oldHash is null");
        Objects.requireNonNull(newHash, "newHash is null");
        Objects.requireNonNull(oldDefinition, "oldDefinition is null");
        Objects.requireNonNull(newDefinition, "newDefinition is null");
    }
}
