// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Caller;
import ai.casys.core.identity.keyset.Sealer;
import ai.casys.shared.jsonrpc.RawJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code requestState} that clients carry from one round to the next (2026-07-28, patterns/mrtr, "Server
 * Requirements", 4 and 5): sealed, bound to the caller, the method and the parameters it was made for, and short-lived.
 * Whatever does not open is refused without saying why.
 */
final class RequestStates {

    private static final String PURPOSE = "mcp.request-state";

    private final String endpoint;
    private final Sealer sealer;
    private final Duration life;
    private final InstantSource clock;

    /**
     * @param endpoint a state holds only where it was made
     * @param life from the question to the last moment of its answer
     */
    RequestStates(String endpoint, Sealer sealer, Duration life, InstantSource clock) {
        this.endpoint = endpoint;
        this.sealer = sealer;
        this.life = life;
        this.clock = clock;
    }

    /** What a state stands for. */
    sealed interface State {

        /** A server without memory waits for the same request again, with its own state if it gave one. */
        record Repeat(Optional<String> serverState) implements State {}

        /** A call that goes on in some process waits for the answers to one round of questions. */
        record Held(UUID call, int round) implements State {}
    }

    String seal(Caller caller, String method, String paramsDigest, State state) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.put("expires", clock.instant().plus(life).getEpochSecond());
        content.put("params", paramsDigest);
        switch (state) {
            case State.Repeat(Optional<String> serverState) -> serverState.ifPresent(own -> content.put("server", own));
            case State.Held(UUID call, int round) ->
                content.put("call", call.toString()).put("round", round);
        }
        return sealer.seal(PURPOSE, owner(caller, method), RawJson.of(content).toByteArray());
    }

    /** What a state stands for, if it was made here, for this caller and this request, and is not too old. */
    Optional<State> open(Caller caller, String method, String paramsDigest, String sealed) {
        return sealer.open(PURPOSE, owner(caller, method), sealed)
                .map(bytes -> RawJson.ofTrusted(bytes).tree())
                .filter(content -> content.path("params").asString("").equals(paramsDigest))
                .filter(content -> clock.instant()
                        .isBefore(Instant.ofEpochSecond(content.path("expires").asLong(0))))
                .map(RequestStates::state);
    }

    private static State state(JsonNode content) {
        if (content.has("call")) {
            return new State.Held(
                    UUID.fromString(content.path("call").asString()),
                    content.path("round").asInt());
        }
        return new State.Repeat(Optional.ofNullable(content.path("server").asString(null)));
    }

    private byte[] owner(Caller caller, String method) {
        String text = caller.tenant().value() + "\n" + caller.user().value() + "\n" + method
                + (endpoint.isEmpty() ? "" : "\n" + endpoint);
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
