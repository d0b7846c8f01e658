// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/** An engine to talk to, and what proves that we may. {@code toString} hides the token. */
record EngineAddress(URI url, Optional<String> token) {

    EngineAddress {
        Objects.requireNonNull(url, "url is null");
        Objects.requireNonNull(token, "token is null");
    }

    /** An address below the engine's. */
    URI resolve(String path) {
        String base = url.toString();
        return URI.create(base.endsWith("/") ? base.substring(0, base.length() - 1) + path : base + path);
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
