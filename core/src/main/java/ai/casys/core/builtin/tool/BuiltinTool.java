// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.tool;

import java.io.IOException;

/** One tool that comes with the product. Implementations are stateless or thread-safe; any thread may call. */
public interface BuiltinTool {

    /** What clients are told about the tool; the same object for the life of the tool. */
    ToolDefinition definition();

    /**
     * Does the work on the calling thread.
     *
     * @param arguments already checked against the definition's parameters
     * @param budget asked in every loop whose length the caller decides
     * @throws ToolFailure when the tool cannot do what was asked; the caller's model sees the message
     */
    ToolResult call(Arguments arguments, Budget budget) throws IOException;
}
