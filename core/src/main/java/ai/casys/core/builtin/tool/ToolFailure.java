// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.tool;

/**
 * A tool could not do what was asked. It becomes a result with {@code isError}, so that the model reads the message and
 * can correct itself (MCP 2025-11-25, "Error Handling" of tools). The message names the value, the rule and the remedy.
 */
public final class ToolFailure extends RuntimeException {

    public ToolFailure(String message) {
        super(message, null, false, false);
    }

    public ToolFailure(String message, Throwable cause) {
        super(message, cause, false, false);
    }

    /** The message, never absent. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "the tool failed" : message;
    }
}
