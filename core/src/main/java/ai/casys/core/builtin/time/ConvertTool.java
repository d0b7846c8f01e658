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
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells what a time is in other zones. */
final class ConvertTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "convert",
            "Convert between time zones",
            "Tells what time it is in other zones at a given time. Times that a clock change skips or repeats are"
                    + " explained in \"notes\".",
            List.of(
                    Moment.timeParameter("time", "The time to convert."),
                    Moment.zoneParameter(),
                    Parameter.list("to", new ParameterType.Text(100), 50, "Zones to convert to.")
                            .mandatory()),
            """
            {"type": "object",
             "properties": {
               "from": %s,
               "times": {"type": "array", "items": %s}},
             "required": ["from", "times"],
             "additionalProperties": false}
            """.formatted(Moment.SCHEMA, Moment.SCHEMA),
            Behaviour.READS);

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        Moment moment = Moment.parse(arguments.text("time"), Zones.of(arguments.text("zone")));
        ObjectNode answer = Json.object();
        answer.set("from", moment.json());
        ArrayNode times = answer.putArray("times");
        for (String zone : arguments.texts("to")) {
            times.add(new Moment(moment.in(Zones.of(zone)).time(), List.of()).json());
        }
        return ToolResult.of(answer);
    }
}
