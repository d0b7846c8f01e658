// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli.init;

import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that a client's configuration names. {@code toString} never shows the entry, which may hold secrets.
 *
 * @param name the client's name for it, any text
 * @param entry its settings as our configuration file writes them
 */
public record FoundServer(String name, ObjectNode entry) {

    private static final List<String> IDENTIFYING =
            List.of("command", "args", "env", "cwd", "url", "httpUrl", "serverUrl", "headers");

    public FoundServer {
        Objects.requireNonNull(name, "name is null");
        entry = entry.deepCopy();
    }

    /** What it runs or reaches, in few words and without secrets. */
    public String summary() {
        if (entry.path("command").isString()) {
            return "runs " + entry.path("command").stringValue();
        }
        String address = address();
        int end = address.indexOf('?');
        String shown = end < 0 ? address : address.substring(0, end);
        return "reaches " + shown.replaceAll("//[^/@]*@", "//");
    }

    /** Whether both are the same server with the same rights, whatever their names. */
    boolean sameAs(FoundServer other) {
        return identity().equals(other.identity());
    }

    boolean isDisabled() {
        return entry.path("disabled").asBoolean(false) || !entry.path("enabled").asBoolean(true);
    }

    String address() {
        for (String key : List.of("url", "httpUrl", "serverUrl")) {
            if (entry.path(key).isString()) {
                return entry.path(key).stringValue();
            }
        }
        return "";
    }

    private ObjectNode identity() {
        ObjectNode identity = JsonNodeFactory.instance.objectNode();
        for (String key : IDENTIFYING) {
            JsonNode value = entry.path(key);
            if (!value.isMissingNode() && !value.isNull() && !(value.isContainer() && value.isEmpty())) {
                identity.set(key, value);
            }
        }
        return identity;
    }

    @Override
    public String toString() {
        return "FoundServer[" + name + "]";
    }
}
