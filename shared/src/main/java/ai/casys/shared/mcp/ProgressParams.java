// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.mcp;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.jsonrpc.RequestId;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/**
 * The parameters of {@code notifications/progress}.
 *
 * @param progressToken the mark that came with the request; of the same types as a request identifier
 * @param progress how far the work is; grows from message to message
 * @param total how far it will go, if known
 * @param message a text for people (from revision 2025-03-26)
 * @param raw the parameters as they came
 */
public record ProgressParams(
        RequestId progressToken, double progress, OptionalDouble total, Optional<String> message, RawJson raw) {

    public ProgressParams {
        Objects.requireNonNull(progressToken, "progressToken is null");
        Objects.requireNonNull(total, "total is null");
        Objects.requireNonNull(message, "message is null");
        Objects.requireNonNull(raw, "raw is null");
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if the token or the progress is missing
     */
    public static ProgressParams parse(RawJson params) {
        RequestId token = RawObject.of(params)
                .get(MetaKeys.PROGRESS_TOKEN)
                .flatMap(RequestId::parse)
                .orElseThrow(() -> new IllegalArgumentException("progress needs a \"progressToken\""));
        JsonNode tree = params.tree();
        if (!tree.path("progress").isNumber()) {
            throw new IllegalArgumentException("progress needs a number \"progress\"");
        }
        JsonNode total = tree.path("total");
        return new ProgressParams(
                token,
                tree.path("progress").doubleValue(),
                total.isNumber() ? OptionalDouble.of(total.doubleValue()) : OptionalDouble.empty(),
                Members.text(tree, "message"),
                params);
    }
}
