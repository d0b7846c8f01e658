// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.net;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * What came back.
 *
 * @param finalUrl where the redirects ended
 * @param redirects how many there were
 * @param contentType as the server says it
 */
public record OutboundResponse(int status, URI finalUrl, int redirects, Optional<String> contentType, Body body) {

    public OutboundResponse {
        Objects.requireNonNull(finalUrl, "finalUrl is null");
        Objects.requireNonNull(contentType, "contentType is null");
        Objects.requireNonNull(body, "body is null");
    }
}
