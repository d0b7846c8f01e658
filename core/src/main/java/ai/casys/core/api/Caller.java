// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import ai.casys.shared.identity.TenantId;
import ai.casys.shared.identity.UserId;
import java.util.Objects;
import java.util.Set;

/** Who is asking, as established once at the door. */
public record Caller(TenantId tenant, UserId user, Set<String> scopes) {

    /** The one caller of local mode, who may do everything. */
    public static final Caller LOCAL = new Caller(TenantId.LOCAL, UserId.LOCAL, Set.of("*"));

    public Caller {
        Objects.requireNonNull(tenant, "tenant is null");
        Objects.requireNonNull(user, "user is null");
        scopes = Set.copyOf(scopes);
    }

    /** To whom belongs what this caller leaves here. */
    public Owner owner() {
        return new Owner(tenant, user);
    }
}
