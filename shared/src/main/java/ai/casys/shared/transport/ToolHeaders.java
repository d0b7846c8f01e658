// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawMember;
import ai.casys.shared.mcp.Tool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Which headers the tools of one server need, as far as its list of tools was read. The knowledge is replaced as a
 * whole; any number of threads may read.
 */
public final class ToolHeaders {

    private static final Logger log = LoggerFactory.getLogger(ToolHeaders.class);

    private final String server;
    private volatile Map<String, MirroredParameters> byTool = Map.of();

    /** @param server its name in the log */
    public ToolHeaders(String server) {
        this.server = server;
    }

    /** Learns from the list of tools; returns it without the definitions that break the rules. */
    public List<Tool> learn(List<Tool> tools) {
        Map<String, MirroredParameters> learned = new HashMap<>();
        List<Tool> valid = new ArrayList<>(tools.size());
        for (Tool tool : tools) {
            try {
                MirroredParameters parameters = MirroredParameters.of(tool.inputSchema());
                if (!parameters.mirrors().isEmpty()) {
                    learned.put(tool.name(), parameters);
                }
                valid.add(tool);
            } catch (IllegalArgumentException e) {
                log.warn("{}: the tool \"{}\" is left out: {}", server, tool.name(), e.getMessage());
            }
        }
        byTool = Map.copyOf(learned);
        return List.copyOf(valid);
    }

    /** The headers for a call with these parameters. */
    public Map<String, String> of(Optional<RawJson> callParameters) {
        Map<String, MirroredParameters> known = byTool;
        if (known.isEmpty()) {
            return Map.of();
        }
        Optional<RawJson> params = callParameters.filter(RawJson::isObject);
        return params.flatMap(members -> RawMember.find(members, "name").value())
                .map(RawJson::tree)
                .filter(JsonNode::isString)
                .map(name -> known.get(name.asString()))
                .flatMap(mirrored -> params.flatMap(
                                members -> RawMember.find(members, "arguments").value())
                        .map(mirrored::headers))
                .orElse(Map.of());
    }
}
