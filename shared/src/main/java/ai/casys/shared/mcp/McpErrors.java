// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.mcp;

/** The error codes that MCP adds to those of JSON-RPC (revision 2026-07-28, "Error Codes"). */
public final class McpErrors {

    /** HTTP headers that do not say what the body says. */
    public static final int HEADER_MISMATCH = -32020;
    /** The request needs a capability that the client did not declare. */
    public static final int MISSING_CLIENT_CAPABILITY = -32021;
    /** The server does not speak the revision of the request. */
    public static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;

    private McpErrors() {}
}
