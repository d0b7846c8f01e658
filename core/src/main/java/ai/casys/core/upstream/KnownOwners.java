// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.ClientLink;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawMember;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Which client an elicitation or a task of one server belongs to: the server tells of its end later, when the call is
 * over. Only the most recent thousand are remembered. Thread-safe.
 */
final class KnownOwners {

    /** The error that asks a client to open addresses first (revision 2025-11-25, "URL Mode Elicitation Required"). */
    private static final int URL_ELICITATION_REQUIRED = -32042;

    private static final int MOST = 1_024;

    private final Object lock = new Object();
    private final Map<String, ClientLink> owners = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ClientLink> eldest) {
            return size() > MOST;
        }
    };

    /** A client is asked something; an elicitation by address ends with a notification of its own. */
    void asked(RawJson params, ClientLink client) {
        elicited(params.tree(), client);
    }

    /** A call ended in an error, which may itself ask for elicitations. */
    void refused(JsonRpcError error, ClientLink client) {
        if (error.code() == URL_ELICITATION_REQUIRED && error.data().isPresent()) {
            for (JsonNode elicitation : error.data().get().tree().path("elicitations")) {
                elicited(elicitation, client);
            }
        }
    }

    /** A call was answered, perhaps with a task; other results are only looked through for that word. */
    void answered(RawJson result, ClientLink client) {
        if (!result.isObject()) {
            return;
        }
        RawMember.find(result, "taskId")
                .value()
                .or(() -> RawMember.find(result, "task")
                        .value()
                        .filter(RawJson::isObject)
                        .flatMap(task -> RawMember.find(task, "taskId").value()))
                .map(RawJson::tree)
                .filter(JsonNode::isString)
                .ifPresent(id -> put("task " + id.asString(), client));
    }

    /** The server is another process now, or has forgotten: what it names so from now on is something else. */
    void forget() {
        synchronized (lock) {
            owners.clear();
        }
    }

    /** The client of a task. */
    Optional<ClientLink> ofTask(String id) {
        synchronized (lock) {
            return Optional.ofNullable(owners.get("task " + id));
        }
    }

    /** The client that a notification about a task or an elicitation belongs to. */
    Optional<ClientLink> owner(JsonRpcNotification notification) {
        JsonNode tree = notification.params().orElse(RawJson.EMPTY_OBJECT).tree();
        String elicitation = "elicitation " + tree.path("elicitationId").asString("");
        String task = "task " + tree.path("taskId").asString("");
        synchronized (lock) {
            return Optional.ofNullable(owners.get(elicitation)).or(() -> Optional.ofNullable(owners.get(task)));
        }
    }

    /** The client that a task belongs to. */
    Optional<ClientLink> task(String id) {
        synchronized (lock) {
            return Optional.ofNullable(owners.get("task " + id));
        }
    }

    private void elicited(JsonNode elicitation, ClientLink client) {
        if (elicitation.path("elicitationId").isString()) {
            put("elicitation " + elicitation.path("elicitationId").asString(), client);
        }
    }

    private void put(String key, ClientLink client) {
        synchronized (lock) {
            owners.put(key, client);
        }
    }
}
