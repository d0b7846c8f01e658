// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.mcp;

/** The method names of all supported revisions that either end of this product sends or understands. */
public final class McpMethods {

    /** Opens a legacy connection. */
    public static final String INITIALIZE = "initialize";
    /** Ends the opening of a legacy connection. */
    public static final String INITIALIZED = "notifications/initialized";
    /** Asks a modern server what it is. */
    public static final String DISCOVER = "server/discover";
    /** Asks whether the peer still answers; legacy only. */
    public static final String PING = "ping";
    /** Lists tools, a page at a time. */
    public static final String TOOLS_LIST = "tools/list";
    /** Calls one tool. */
    public static final String TOOLS_CALL = "tools/call";
    /** Says that the list of tools has changed. */
    public static final String TOOLS_LIST_CHANGED = "notifications/tools/list_changed";
    /** Says that the list of prompts has changed. */
    public static final String PROMPTS_LIST_CHANGED = "notifications/prompts/list_changed";
    /** Says that the list of resources has changed. */
    public static final String RESOURCES_LIST_CHANGED = "notifications/resources/list_changed";
    /** Says that a resource somebody subscribed to has changed. */
    public static final String RESOURCES_UPDATED = "notifications/resources/updated";
    /** Reads one resource. */
    public static final String RESOURCES_READ = "resources/read";
    /** Gets one prompt. */
    public static final String PROMPTS_GET = "prompts/get";
    /** Opens the stream of change notifications of a modern server. */
    public static final String SUBSCRIPTIONS_LISTEN = "subscriptions/listen";
    /** Says which notifications a modern server agreed to send. */
    public static final String SUBSCRIPTIONS_ACKNOWLEDGED = "notifications/subscriptions/acknowledged";
    /** Takes a request back. */
    public static final String CANCELLED = "notifications/cancelled";
    /** Reports how far a request has come. */
    public static final String PROGRESS = "notifications/progress";

    private McpMethods() {}
}
