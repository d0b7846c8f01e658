// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import java.util.Objects;

/**
 * A text of an intent as one model reads it.
 *
 * @param own to be compared with other intents
 * @param sought to be compared with what is searched
 */
public record IntentVector(CompactVector own, CompactVector sought) {
    public IntentVector {
        Objects.requireNonNull(own, "own is null");
        Objects.requireNonNull(sought, "sought is null");
    }
}
