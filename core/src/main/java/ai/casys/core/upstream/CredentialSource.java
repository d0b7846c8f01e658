// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.Caller;
import ai.casys.core.settings.ServerDefinition;

/**
 * Decides whose credentials a server is given. Every configured server has one connection with the credentials of the
 * configuration, {@link CredentialScope#SHARED}, which also says what tools there are; callers with credentials of their
 * own get connections of their own. Safe for any number of threads.
 */
public interface CredentialSource {

    /** The credentials of the configuration for everybody. */
    CredentialSource CONFIGURED = new CredentialSource() {
        @Override
        public CredentialScope scope(ServerDefinition configured, Caller caller) {
            return CredentialScope.SHARED;
        }

        @Override
        public ServerDefinition complete(ServerDefinition configured, CredentialScope scope) {
            return configured;
        }
    };

    /**
     * The scope of a caller at a server. Asked with each request, so it must not wait for anything.
     *
     * @throws ai.casys.core.api.CasysException if the caller may not use the server
     */
    CredentialScope scope(ServerDefinition configured, Caller caller);

    /**
     * The definition with the credentials of a scope in it, where a connection of that scope is to be opened. May wait.
     * Never asked for {@link CredentialScope#SHARED}.
     *
     * @return one of the same name
     * @throws ai.casys.core.api.CasysException if the credentials cannot be had
     */
    ServerDefinition complete(ServerDefinition configured, CredentialScope scope);
}
