// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.time;

import ai.casys.core.builtin.tool.BuiltinTool;
import java.time.InstantSource;
import java.util.List;

/** Lists the tools of the {@code time} server. */
public final class TimeServer {

    private TimeServer() {}

    /** The tools, with the clock that says what time it is. */
    public static List<BuiltinTool> tools(InstantSource clock) {
        return List.of(
                new NowTool(clock),
                new ConvertTool(),
                new ParseTool(),
                new FormatTool(),
                new AddTool(),
                new DifferenceTool());
    }
}
