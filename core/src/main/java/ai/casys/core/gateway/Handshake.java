// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.settings.Exposure;
import ai.casys.core.settings.VirtualServer;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.ProtocolVersion;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the gateway says of itself to clients of either era (2025-11-25, basic/lifecycle). */
final class Handshake {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final GatewayOptions options;
    private final Optional<VirtualServer> part;
    private final Optional<String> instructions;

    /** @param part what is shown; everything without */
    Handshake(GatewayOptions options, Optional<VirtualServer> part) {
        this.options = options;
        this.part = part;
        this.instructions = part.flatMap(VirtualServer::instructions).or(() -> usual(options));
    }

    private static Optional<String> usual(GatewayOptions options) {
        return options.exposure() instanceof Exposure.Plain
                ? Optional.empty()
                : Optional.of(Definitions.text("instructions.txt").strip());
    }

    /** The answer to {@code initialize}. */
    RawJson result(ProtocolVersion version) {
        ObjectNode result = JSON.objectNode();
        result.put("protocolVersion", version.text());
        ObjectNode capabilities = offered();
        if (version == ProtocolVersion.V2025_11_25) {
            ObjectNode tasks = capabilities.putObject("tasks");
            tasks.putObject("list");
            tasks.putObject("cancel");
            tasks.putObject("requests").putObject("tools").putObject("call");
        }
        result.set("capabilities", capabilities);
        result.set("serverInfo", self());
        instructions.ifPresent(text -> result.put("instructions", text));
        return RawJson.of(result);
    }

    /** The answer to {@code server/discover} (2026-07-28, server/discover). */
    RawJson discovered() {
        ObjectNode result = JSON.objectNode();
        ArrayNode versions = result.putArray("supportedVersions");
        Versions.SPOKEN.reversed().forEach(version -> versions.add(version.text()));
        ObjectNode capabilities = offered();
        capabilities.putObject("extensions").putObject(ClientCapabilities.TASKS);
        result.set("capabilities", capabilities);
        instructions.ifPresent(text -> result.put("instructions", text));
        return RawJson.of(result);
    }

    /** The gateway as an {@code Implementation}. */
    ObjectNode self() {
        return JSON.objectNode()
                .put("name", options.self().name())
                .put("title", part.flatMap(VirtualServer::title).orElse("Casys Intelligence"))
                .put("version", options.self().version());
    }

    /** Everything that some server may have, since servers come and go while a client stays. */
    private ObjectNode offered() {
        boolean prompts = part.map(VirtualServer::prompts).orElse(true);
        boolean resources = part.map(VirtualServer::resources).orElse(true);
        ObjectNode capabilities = JSON.objectNode();
        capabilities.putObject("tools").put("listChanged", true);
        if (prompts) {
            capabilities.putObject("prompts").put("listChanged", true);
        }
        if (resources) {
            capabilities.putObject("resources").put("subscribe", true).put("listChanged", true);
        }
        if (prompts || resources) {
            capabilities.putObject("completions");
        }
        capabilities.putObject("logging");
        return capabilities;
    }
}
