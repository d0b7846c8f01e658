// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.Owner;
import java.util.Optional;

/**
 * Whose calls one connection to a server has carried: servers of the legacy era do not say on whose behalf they log or
 * ask, and a wrong guess hands one user what belongs to another. Outlives no connection. Thread-safe.
 */
final class Clientele {

    /** Some users; of more than one it does not matter who they are. */
    private sealed interface Users {

        record None() implements Users {
            @Override
            public Users with(Owner user) {
                return new One(user);
            }

            @Override
            public boolean hasOthersThan(Owner user) {
                return false;
            }
        }

        record One(Owner only) implements Users {
            @Override
            public Users with(Owner user) {
                return only.equals(user) ? this : new Several();
            }

            @Override
            public boolean hasOthersThan(Owner user) {
                return !only.equals(user);
            }
        }

        record Several() implements Users {
            @Override
            public Users with(Owner user) {
                return this;
            }

            @Override
            public boolean hasOthersThan(Owner user) {
                return true;
            }
        }

        Users with(Owner user);

        boolean hasOthersThan(Owner user);
    }

    private Users seen = new Users.None();
    private boolean hasRoots;

    /**
     * A call is about to leave.
     *
     * @return whether the server has to forget the roots that it was told, because they are not everybody's any more
     */
    synchronized boolean joins(Owner user) {
        seen = seen.with(user);
        boolean foreign = hasRoots && seen.hasOthersThan(user);
        if (foreign) {
            hasRoots = false;
        }
        return foreign;
    }

    /** Whether nobody has used the connection yet. */
    synchronized boolean isEmpty() {
        return seen instanceof Users.None;
    }

    /** The only user so far. */
    synchronized Optional<Owner> only() {
        return seen instanceof Users.One(Owner user) ? Optional.of(user) : Optional.empty();
    }

    /** Whether nobody but this user has used it. */
    synchronized boolean canOnlyBeOf(Owner user) {
        return !seen.hasOthersThan(user);
    }

    /**
     * The server is about to be told this user's roots, and will apply them to every call.
     *
     * @return false if it must not be
     */
    synchronized boolean takesRootsOf(Owner user) {
        seen = seen.with(user);
        if (seen.hasOthersThan(user)) {
            return false;
        }
        hasRoots = true;
        return true;
    }
}
