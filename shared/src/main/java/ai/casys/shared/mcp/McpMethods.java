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
    /** Asks the client for a completion of its model. */
    public static final String SAMPLING_CREATE = "sampling/createMessage";
    /** Asks the client's user. */
    public static final String ELICITATION_CREATE = "elicitation/create";
    /** Asks the client for its roots. */
    public static final String ROOTS_LIST = "roots/list";
    /** Says that the roots of the client have changed. */
    public static final String ROOTS_LIST_CHANGED = "notifications/roots/list_changed";
    /** A log message. */
    public static final String MESSAGE = "notifications/message";
    /** Sets the least severe log messages; legacy only. */
    public static final String LOGGING_SET_LEVEL = "logging/setLevel";
    /** Lists prompts, a page at a time. */
    public static final String PROMPTS_LIST = "prompts/list";
    /** Lists resources, a page at a time. */
    public static final String RESOURCES_LIST = "resources/list";
    /** Lists patterns of resources, a page at a time. */
    public static final String RESOURCES_TEMPLATES_LIST = "resources/templates/list";
    /** Asks to be told of changes of a resource; legacy only. */
    public static final String RESOURCES_SUBSCRIBE = "resources/subscribe";
    /** Takes that back; legacy only. */
    public static final String RESOURCES_UNSUBSCRIBE = "resources/unsubscribe";
    /** Completes an argument of a prompt or a template. */
    public static final String COMPLETION_COMPLETE = "completion/complete";
    /** Says that what a link led to is done; 2025-11-25 only. */
    public static final String ELICITATION_COMPLETE = "notifications/elicitation/complete";
    /** Asks how a task stands. */
    public static final String TASKS_GET = "tasks/get";
    /** Waits for the result of a task; 2025-11-25 only. */
    public static final String TASKS_RESULT = "tasks/result";
    /** Lists tasks; 2025-11-25 only. */
    public static final String TASKS_LIST = "tasks/list";
    /** Cancels a task. */
    public static final String TASKS_CANCEL = "tasks/cancel";
    /** Gives a task what it asked for; the extension only. */
    public static final String TASKS_UPDATE = "tasks/update";
    /** Says how a task stands; 2025-11-25 only. */
    public static final String TASKS_STATUS = "notifications/tasks/status";
    /** Says how a task stands; the extension only. */
    public static final String TASKS_NOTIFICATION = "notifications/tasks";

    private McpMethods() {}
}
