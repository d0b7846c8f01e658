// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.safety;

import ai.casys.core.catalog.ToolKey;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The definition of a tool that counts as trusted.
 *
 * @param hash of that definition, as in {@link ai.casys.core.catalog.DefinitionHash}
 * @param firstSeen when the tool was seen for the first time, whatever its definition was then
 * @param accepted whether the tool was let through at first sight or approved since
 * @param approval who looked at this very definition and approved it, if anybody did
 */
public record ToolPin(ToolKey key, String hash, Instant firstSeen, boolean accepted, Optional<Approval> approval) {
    public ToolPin {
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(hash, "hash is null");
        Objects.requireNonNull(firstSeen, "firstSeen is null");
        Objects.requireNonNull(approval, "approval is null");
    }

    /** @param by the user's id */
    public record Approval(Instant at, String by) {
        public Approval {
            Objects.requireNonNull(at, "at is null");
            Objects.requireNonNull(by, "by is null");
        }
    }

    /** The pin after somebody approved this definition. */
    public ToolPin approved(String approvedHash, Approval by) {
        return new ToolPin(key, approvedHash, firstSeen, true, Optional.of(by));
    }
}
