// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import ai.casys.shared.identity.TenantId;
import ai.casys.shared.identity.UserId;
import java.util.Objects;

/**
 * To whom something belongs that outlives one request: a session, a task, what a server was told. Callers with the same
 * owner may see the same; nothing of one owner may reach another.
 */
public record Owner(TenantId tenant, UserId user) {

    public Owner {
        Objects.requireNonNull(tenant, "tenant is null");
        Objects.requireNonNull(user, "user is null");
    }
}
