// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.identity;

import ai.casys.core.api.Caller;

/** Who is it: turns what a request says about itself into a caller. Safe for any number of threads. */
public interface Gatekeeper {

    /**
     * Lets a request in.
     *
     * @throws ai.casys.core.api.CasysException of category NOT_AUTHENTICATED if the credentials are wrong, or missing
     *     where they are needed
     */
    Caller admit(Credentials credentials);

    /**
     * Lets a request in that controls the engine itself, such as stopping it.
     *
     * @throws ai.casys.core.api.CasysException of category NOT_AUTHENTICATED or NOT_PERMITTED if it may not
     */
    Caller admitOperator(Credentials credentials);
}
