// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

import ai.casys.shared.jsonrpc.RawJson;
import java.util.Objects;
import java.util.UUID;

/**
 * What a client's retry brings.
 *
 * @param call the id of the call
 * @param round the round that is answered, as {@link Outcome.Asked} named it
 * @param paramsDigest as in {@link CallFacts}, of the retry's own parameters
 * @param answers the answers; two retries count as the same if these are the same bytes
 */
public record Resumption(UUID call, int round, String paramsDigest, RawJson answers) {

    public Resumption {
        Objects.requireNonNull(call, "call is null");
        Objects.requireNonNull(paramsDigest, "paramsDigest is null");
        Objects.requireNonNull(answers, "answers is null");
    }
}
