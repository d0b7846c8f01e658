// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.settings.Exposure;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.ProtocolVersion;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the gateway says of itself in answer to {@code initialize} (2025-11-25, basic/lifecycle). */
final class Handshake {

    private final GatewayOptions options;
    private final Optional<String> instructions;

    Handshake(GatewayOptions options) {
        this.options = options;
        this.instructions = options.exposure() instanceof Exposure.Plain
                ? Optional.empty()
                : Optional.of(Definitions.text("instructions.txt").strip());
    }

    RawJson result(ProtocolVersion version) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("protocolVersion", version.text());
        result.putObject("capabilities").putObject("tools").put("listChanged", true);
        result.putObject("serverInfo")
                .put("name", options.self().name())
                .put("title", "Casys Intelligence")
                .put("version", options.self().version());
        instructions.ifPresent(text -> result.put("instructions", text));
        return RawJson.of(result);
    }
}
