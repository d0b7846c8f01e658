// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.identity;

import java.util.Objects;
import java.util.Optional;

/**
 * What a request says about who sends it. {@code toString} never shows the secret.
 *
 * @param authorization the {@code Authorization} header as it came
 */
public record Credentials(Optional<String> authorization) {

    /** A request that says nothing. */
    public static final Credentials NONE = new Credentials(Optional.empty());

    public Credentials {
        Objects.requireNonNull(authorization, "authorization is null");
    }

    /** The token of a {@code Bearer} header (RFC 6750 section 2.1); empty for any other scheme. */
    Optional<String> bearerToken() {
        return authorization
                .filter(header -> header.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(header -> header.substring(7).strip())
                .filter(token -> !token.isEmpty());
    }

    @Override
    public String toString() {
        return authorization.isPresent() ? "Credentials[given]" : "Credentials[none]";
    }
}
