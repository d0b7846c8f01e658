// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import java.util.Optional;
import java.util.function.Function;

/** The gateways behind {@code /mcp/<name>}, by name; they come and go. Safe for any number of threads. */
@FunctionalInterface
public interface VirtualServers extends Function<String, Optional<Gateway>> {

    /** Ends the sessions of all of them that have not been used for too long; to be called now and then. */
    default void tidySessions() {}

    /** Ends every session and every stream of all of them. */
    default void endSessions() {}
}
