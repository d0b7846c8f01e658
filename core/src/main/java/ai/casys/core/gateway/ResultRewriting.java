// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.RawArray;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.MetaKeys;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * Puts the addresses that clients see into what servers answer; every other byte stays. A result in which no address
 * can be is not even looked into.
 */
final class ResultRewriting {

    private static final String URI = "uri";

    private final Addresses addresses;

    ResultRewriting(Addresses addresses) {
        this.addresses = addresses;
    }

    /** Whether an address can be in a result at all. */
    boolean concerns(RawJson result) {
        return addresses.change() && result.mentions(URI) && result.isObject();
    }

    /** The result of {@code tools/call}: resource links and embedded resources. */
    RawJson toolResult(String server, RawJson result) {
        if (!concerns(result)) {
            return result;
        }
        return edited(result, "content", content -> each(content, block -> block(server, block)));
    }

    /** The result of {@code prompts/get}: the content of each message. */
    RawJson prompt(String server, RawJson result) {
        if (!concerns(result)) {
            return result;
        }
        return edited(
                result,
                "messages",
                messages -> each(messages, message -> edited(message, "content", content -> content(server, content))));
    }

    /** The result of {@code resources/read}: each part may have an address of its own. */
    RawJson contents(String server, RawJson result) {
        if (!concerns(result)) {
            return result;
        }
        return edited(result, "contents", contents -> each(contents, part -> outward(server, part, URI)));
    }

    /** A tool's definition: the page that shows its results (MCP Apps, in its present and its earlier form). */
    RawJson definition(String server, RawJson definition) {
        if (!addresses.change() || !definition.mentions(MetaKeys.META)) {
            return definition;
        }
        return edited(
                definition,
                MetaKeys.META,
                meta -> edited(
                        outward(server, meta, "ui/resourceUri"), "ui", ui -> outward(server, ui, "resourceUri")));
    }

    /** One object whose member is an address, such as a resource, a template or the parameters of an update. */
    RawJson outward(String server, RawJson object, String member) {
        if (!addresses.change()) {
            return object;
        }
        return edited(object, member, value -> address(server, value));
    }

    private RawJson content(String server, RawJson content) {
        return content.isObject() ? block(server, content) : each(content, block -> block(server, block));
    }

    private RawJson block(String server, RawJson block) {
        if (!block.isObject()) {
            return block;
        }
        String type = RawObject.of(block)
                .get("type")
                .map(RawJson::tree)
                .map(JsonNode::asString)
                .orElse("");
        return switch (type) {
            case "resource_link" -> outward(server, block, URI);
            case "resource" -> edited(block, "resource", resource -> outward(server, resource, URI));
            default -> block;
        };
    }

    private RawJson address(String server, RawJson value) {
        JsonNode text = value.tree();
        return text.isString() ? RawValues.text(addresses.outward(server, text.asString())) : value;
    }

    private static RawJson edited(RawJson object, String member, UnaryOperator<RawJson> edit) {
        if (!object.isObject()) {
            return object;
        }
        RawObject members = RawObject.of(object);
        Optional<RawJson> value = members.get(member);
        return value.map(before -> members.with(member, edit.apply(before)).toRawJson())
                .orElse(object);
    }

    private static RawJson each(RawJson array, UnaryOperator<RawJson> edit) {
        if (!array.isArray()) {
            return array;
        }
        List<RawJson> edited = RawArray.elements(array).stream().map(edit).toList();
        return RawValues.array(edited);
    }
}
