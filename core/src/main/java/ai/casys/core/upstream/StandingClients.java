// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.ClientLink;
import ai.casys.core.api.Owner;
import java.util.Optional;

/** The clients that are there while no call is under way. Asked by any thread; must answer quickly. */
public interface StandingClients {

    /** Nobody is there. */
    StandingClients NONE = new StandingClients() {
        @Override
        public Optional<Owner> onlyUser() {
            return Optional.empty();
        }

        @Override
        public Optional<ClientLink> withRoots(Owner user) {
            return Optional.empty();
        }
    };

    /** The user whose clients they all are; empty if there are none, or those of several users. */
    Optional<Owner> onlyUser();

    /** Of this user's clients the one that can say what its roots are, and spoke last. */
    Optional<ClientLink> withRoots(Owner user);
}
