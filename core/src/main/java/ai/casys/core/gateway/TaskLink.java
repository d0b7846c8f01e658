// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Cancellation;
import ai.casys.core.api.ClientLink;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpMethods;
import java.util.Optional;

/**
 * The client of a call that may become a task. A server knows it as able, or not, to take tasks; what the server says of
 * the task later carries the id that this client knows. Safe for any number of threads.
 *
 * @param behind the client itself
 * @param task names the task, in questions and notifications
 * @param takesTasks whether the server is told that the client has the tasks extension
 */
record TaskLink(ClientLink behind, Era era, Names task, boolean takesTasks) implements ClientLink {

    private static final String EXTENSIONS = "extensions";

    /** Translates between the ids of one server's tasks and those that one caller knows. */
    interface Names {
        String outward(String own);

        /** What cannot be one of this server's tasks stays what it is. */
        String inward(String shown);
    }

    /** Which era a client is of. */
    static Era era(ClientLink client) {
        return client.takesInputRequests() ? Era.MODERN : Era.LEGACY;
    }

    @Override
    public String client() {
        return behind.client();
    }

    @Override
    public RawJson capabilities() {
        if (!takesTasks && behind.capabilities().equals(RawJson.EMPTY_OBJECT)) {
            return RawJson.EMPTY_OBJECT;
        }
        RawObject members = RawObject.of(behind.capabilities());
        RawObject extensions = members.get(EXTENSIONS)
                .filter(RawJson::isObject)
                .map(RawObject::of)
                .orElse(RawObject.EMPTY);
        if (takesTasks) {
            RawObject more = extensions.get(ClientCapabilities.TASKS).isPresent()
                    ? extensions
                    : extensions.with(ClientCapabilities.TASKS, RawJson.EMPTY_OBJECT);
            return members.with(EXTENSIONS, more.toRawJson()).toRawJson();
        }
        if (extensions.get(ClientCapabilities.TASKS).isEmpty()) {
            return behind.capabilities();
        }
        RawJson fewer = extensions.without(ClientCapabilities.TASKS).toRawJson();
        return members.with(EXTENSIONS, fewer).toRawJson();
    }

    @Override
    public boolean takesInputRequests() {
        return behind.takesInputRequests();
    }

    @Override
    public Optional<String> logLevel() {
        return behind.logLevel();
    }

    @Override
    public RawJson ask(String method, Optional<RawJson> params, Cancellation withdrawal) {
        RawJson answer = behind.ask(method, params.map(this::shown), withdrawal);
        return TaskForms.related(answer, task::inward);
    }

    /** In the stateless era a task is told of only where a client listens for it, never on the stream of a call. */
    @Override
    public void tell(String method, Optional<RawJson> params) {
        switch (method) {
            case McpMethods.TASKS_STATUS, McpMethods.TASKS_NOTIFICATION -> {
                if (era == Era.LEGACY && params.isPresent() && params.get().isObject()) {
                    behind.tell(McpMethods.TASKS_STATUS, Optional.of(state(method, RawObject.of(params.get()))));
                }
            }
            default -> behind.tell(method, params.map(this::shown));
        }
    }

    private RawJson state(String method, RawObject told) {
        Era server = method.equals(McpMethods.TASKS_STATUS) ? Era.LEGACY : Era.MODERN;
        return TaskForms.converted(told, server, Era.LEGACY, task.outward(TaskForms.id(told)))
                .toRawJson();
    }

    private RawJson shown(RawJson params) {
        return era == Era.LEGACY ? TaskForms.related(params, task::outward) : TaskForms.unrelated(params);
    }
}
