// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.mcp;

/** The names within {@code _meta} that the protocol reserves (revision 2026-07-28, "General fields"). */
public final class MetaKeys {

    /** The member of parameters and results that holds them. */
    public static final String META = "_meta";
    /** The revision of this request; required from 2026-07-28. */
    public static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";
    /** Who asks. */
    public static final String CLIENT_INFO = "io.modelcontextprotocol/clientInfo";
    /** What the asker can do; required from 2026-07-28. */
    public static final String CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    /** Who answers. */
    public static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";
    /** The least severe log messages wanted for this request (from 2026-07-28). */
    public static final String LOG_LEVEL = "io.modelcontextprotocol/logLevel";
    /** Which {@code subscriptions/listen} request a notification belongs to (from 2026-07-28). */
    public static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";
    /** The task that a message is about (2025-11-25, basic/utilities/tasks, "Associating Task-Related Messages"). */
    public static final String RELATED_TASK = "io.modelcontextprotocol/related-task";
    /** The mark by which progress notifications name their request. */
    public static final String PROGRESS_TOKEN = "progressToken";

    private MetaKeys() {}
}
