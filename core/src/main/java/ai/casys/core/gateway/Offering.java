// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.ListKind;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.catalog.ToolNames;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One prompt, resource or template.
 *
 * @param name what tells it apart for its server: a name or an address
 * @param shown the same for clients; also its place in the list
 * @param definition with everything as clients see it
 */
record Offering(String server, String name, String shown, RawJson definition) {

    /** Reads what a server lists; empty for an entry without name or address, which nobody could use. */
    static Optional<Offering> of(String server, ListKind kind, RawJson definition, Addresses addresses) {
        if (!definition.isObject()) {
            return Optional.empty();
        }
        String member = key(kind);
        RawObject members = RawObject.of(definition);
        Optional<String> name = members.get(member)
                .map(RawJson::tree)
                .filter(JsonNode::isString)
                .map(JsonNode::asString);
        return name.map(own -> {
            String shown = shown(server, kind, own, addresses);
            RawJson edited =
                    shown.equals(own) ? definition : members.with(member, shown).toRawJson();
            return new Offering(server, own, shown, edited);
        });
    }

    /** The member that tells the things of one kind apart. */
    private static String key(ListKind kind) {
        return switch (kind) {
            case PROMPTS -> "name";
            case RESOURCES -> "uri";
            case RESOURCE_TEMPLATES -> "uriTemplate";
        };
    }

    private static String shown(String server, ListKind kind, String own, Addresses addresses) {
        return switch (kind) {
            case PROMPTS -> addresses.change() ? ToolNames.listed(new ToolKey(server, own)) : own;
            case RESOURCES, RESOURCE_TEMPLATES -> addresses.outward(server, own);
        };
    }
}
