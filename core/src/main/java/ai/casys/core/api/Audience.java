// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import java.util.Objects;

/** Whom something concerns that a server says unasked. */
public sealed interface Audience {

    /**
     * The client of the call that it came with, or that it names.
     *
     * @param link {@link ClientLink#NONE} for a call that no client made
     */
    record Client(ClientLink link) implements Audience {
        public Client {
            Objects.requireNonNull(link, "link is null");
        }
    }

    /** Nobody can tell which client; but only this user's are behind the connection. */
    record User(Owner owner) implements Audience {
        public User {
            Objects.requireNonNull(owner, "owner is null");
        }
    }

    /** All who see the server: it is about the server itself and holds nothing of any caller. */
    record Everyone() implements Audience {}
}
