// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.csv;

import ai.casys.core.builtin.tool.BuiltinTool;
import java.util.List;

/** Lists the tools of the {@code csv} server. */
public final class CsvServer {

    private CsvServer() {}

    /** The tools, which keep nothing between calls. */
    public static List<BuiltinTool> tools() {
        return List.of(new ParseTool(), new QueryTool(), new FromJsonTool());
    }
}
