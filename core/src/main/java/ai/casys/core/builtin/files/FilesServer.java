// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import ai.casys.core.builtin.tool.BuiltinTool;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Lists the tools of the {@code files} server. */
public final class FilesServer {

    private FilesServer() {}

    /**
     * The tools over the given folders. A folder that is not there is made; if that fails, a warning is logged and calls
     * explain it.
     */
    public static List<BuiltinTool> tools(List<Path> roots) {
        return tools(new FileArea(roots));
    }

    static List<BuiltinTool> tools(FileArea area) {
        return Stream.<BuiltinTool>of(
                        new ReadTool(area),
                        new WriteTool(area),
                        new EditTool(area),
                        new ListTool(area),
                        new SearchTool(area),
                        new InfoTool(area),
                        new MoveTool(area),
                        new DeleteTool(area))
                .map(tool -> (BuiltinTool) new Explained(tool))
                .toList();
    }
}
