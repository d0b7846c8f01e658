// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.time;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ParameterType;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolResult;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/** Tells the time. */
final class NowTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "now",
            "What time is it",
            "Tells the current time in one or more time zones.",
            List.of(Parameter.list(
                    "zones", new ParameterType.Text(100), 50, "Time zones, e.g. [\"Asia/Tokyo\"]; UTC if none.")),
            """
            {"type": "object",
             "properties": {"times": {"type": "array", "items": %s}},
             "required": ["times"],
             "additionalProperties": false}
            """.formatted(Moment.SCHEMA),
            new Behaviour(true, false, false, false));

    private final InstantSource clock;

    NowTool(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        List<String> zones = arguments.texts("zones");
        var now = clock.instant();
        ArrayNode times = Json.array();
        for (String name : zones.isEmpty() ? List.of("UTC") : zones) {
            ZoneId zone = Zones.of(name);
            times.add(new Moment(now.atZone(zone), List.of()).json());
        }
        var answer = Json.object();
        answer.set("times", times);
        return ToolResult.of(answer);
    }
}
