// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.RawArray;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.McpMethods;
import java.util.List;
import java.util.Optional;

/**
 * A server of 2025-11-25 that needs the user to open a link first answers with error -32042, and did nothing yet
 * (client/elicitation, "URL Elicitation Required Error"). In the stateless era the same is a request for input, after
 * which the client repeats its request.
 */
final class LinkErrors {

    private static final int URL_ELICITATION_REQUIRED = -32042;

    private LinkErrors() {}

    /** The links as {@code InputRequests}, if the error is such a one. */
    static Optional<RawJson> inputRequests(JsonRpcError error) {
        if (error.code() != URL_ELICITATION_REQUIRED) {
            return Optional.empty();
        }
        List<RawJson> links = error.data()
                .filter(RawJson::isObject)
                .flatMap(data -> RawObject.of(data).get("elicitations"))
                .filter(RawJson::isArray)
                .map(RawArray::elements)
                .orElse(List.of());
        RawObject requests = RawObject.EMPTY;
        for (int i = 0; i < links.size(); i++) {
            RawObject request = RawObject.EMPTY
                    .with("method", McpMethods.ELICITATION_CREATE)
                    .with("params", links.get(i));
            requests = requests.with("link-" + (i + 1), request.toRawJson());
        }
        return links.isEmpty() ? Optional.empty() : Optional.of(requests.toRawJson());
    }
}
