// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text as part of an address. */
final class UrlText {

    private UrlText() {}

    /** Percent-encoded, fit for a path segment and for a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
