// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.identity;

import java.util.Objects;
import java.util.UUID;

/** A tenant: the unit of isolation. Rows of one tenant are invisible to every other. */
public record TenantId(UUID value) {

    /** The one tenant of local mode; a fixed identifier so that a home can be moved between machines. */
    public static final TenantId LOCAL = new TenantId(new UUID(0x6c6f63616c00_4000L, 0x8000_000000000001L));

    public TenantId {
        Objects.requireNonNull(value, "value is null");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
