// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.identity;

import java.util.Objects;
import java.util.UUID;

/** A user within the system; belongs to one tenant at a time. */
public record UserId(UUID value) {

    /** The one user of local mode. */
    public static final UserId LOCAL = new UserId(new UUID(0x6c6f63616c00_4000L, 0x8000_000000000002L));

    public UserId {
        Objects.requireNonNull(value, "value is null");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
