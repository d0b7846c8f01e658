// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.settings.ServerDefinition;
import java.util.Objects;

/**
 * What a connection is found by. Two requests may share a connection, with its process, its session and what it has
 * listed, only if both parts are equal.
 *
 * @param server as it is configured, without the credentials of the scope
 */
record ConnectionKey(ServerDefinition server, CredentialScope scope) {
    ConnectionKey {
        Objects.requireNonNull(server, "server is null");
        Objects.requireNonNull(scope, "scope is null");
    }

    /** Whether a connection to the same server, perhaps of another configuration, is meant with the same credentials. */
    boolean succeeds(ConnectionKey other) {
        return server.name().equals(other.server.name()) && scope.equals(other.scope);
    }
}
