// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import ai.casys.core.builtin.tool.BuiltinTool;
import java.util.List;

/** Lists the tools of the {@code json} server. */
public final class JsonServer {

    private JsonServer() {}

    /** The tools, which keep nothing between calls. */
    public static List<BuiltinTool> tools() {
        return List.of(new QueryTool(), new DiffTool(), new FormatTool());
    }
}
