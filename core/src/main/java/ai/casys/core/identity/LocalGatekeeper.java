// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.identity;

import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The door of local mode: everyone who reaches the loopback address is the one local user. A token is needed only where
 * the settings or the operation ask for it, but a wrong one is always refused, since its sender believes to be somebody
 * else.
 */
public final class LocalGatekeeper implements Gatekeeper {

    private final byte[] engineToken;
    private final boolean tokenRequired;

    /**
     * @param engineToken the secret of this engine, as written to {@code engine.json}
     * @param tokenRequired whether every request must present it
     */
    public LocalGatekeeper(String engineToken, boolean tokenRequired) {
        if (engineToken.isBlank()) {
            throw new IllegalArgumentException("the engine token is blank");
        }
        this.engineToken = engineToken.getBytes(StandardCharsets.UTF_8);
        this.tokenRequired = tokenRequired;
    }

    @Override
    public Caller admit(Credentials credentials) {
        if (tokenRequired || credentials.authorization().isPresent()) {
            requireEngineToken(credentials);
        }
        return Caller.LOCAL;
    }

    @Override
    public Caller admitOperator(Credentials credentials) {
        requireEngineToken(credentials);
        return Caller.LOCAL;
    }

    private void requireEngineToken(Credentials credentials) {
        Optional<String> token = credentials.bearerToken();
        if (token.isEmpty()) {
            throw refusal("no bearer token was sent");
        }
        if (!MessageDigest.isEqual(engineToken, token.get().getBytes(StandardCharsets.UTF_8))) {
            throw refusal("the bearer token is not this engine's");
        }
    }

    private static CasysException refusal(String reason) {
        return new CasysException(
                ErrorCategory.NOT_AUTHENTICATED,
                "Not authenticated: " + reason
                        + ". Send \"Authorization: Bearer TOKEN\" with the token from engine.json in the home folder.");
    }
}
