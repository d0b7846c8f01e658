// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Caller;
import ai.casys.core.api.ListKind;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.catalog.ToolNames;
import ai.casys.core.discovery.Offer;
import ai.casys.core.discovery.OfferSearch;
import ai.casys.core.discovery.SearchQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds prompts, resources and templates among what one gateway lists to a caller, under the names and addresses they
 * have there. Servers that do not list theirs in time are left out of this answer. Safe for any number of threads.
 */
public final class OfferFinder {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST_ARGUMENTS = 50;

    private final Offerings offerings;
    private final OfferSearch search;

    OfferFinder(Offerings offerings, OfferSearch search) {
        this.offerings = offerings;
        this.search = search;
    }

    /** A thing together with what it is, since a resource and a template may be called the same. */
    private record Thing(ListKind kind, Offering offering) {}

    /** Prompts as {@code search_tools} shows them, best first. */
    ArrayNode prompts(SearchQuery query, Caller caller) {
        ArrayNode array = JSON.arrayNode();
        search.search(caller.tenant(), query, things(caller, ListKind.PROMPTS), OfferFinder::offer)
                .forEach(hit -> array.add(prompt(hit)));
        return array;
    }

    /** Resources and templates as {@code search_tools} shows them, best first. */
    ArrayNode resources(SearchQuery query, Caller caller) {
        ArrayNode array = JSON.arrayNode();
        search.search(
                        caller.tenant(),
                        query,
                        things(caller, ListKind.RESOURCES, ListKind.RESOURCE_TEMPLATES),
                        OfferFinder::offer)
                .forEach(hit -> array.add(resource(hit)));
        return array;
    }

    private List<Thing> things(Caller caller, ListKind... kinds) {
        return Stream.of(kinds)
                .flatMap(kind ->
                        offerings.all(kind, caller, PATIENCE).stream().map(offering -> new Thing(kind, offering)))
                .sorted(Comparator.comparing(thing -> thing.offering().shown()))
                .toList();
    }

    private static Offer offer(Thing thing) {
        Offering offering = thing.offering();
        JsonNode definition = offering.definition().tree();
        List<Offer.Argument> arguments = new ArrayList<>();
        for (JsonNode argument : definition.path("arguments")) {
            if (arguments.size() < MOST_ARGUMENTS) {
                arguments.add(new Offer.Argument(
                        argument.path("name").asString(""),
                        argument.path("description").asString("")));
            }
        }
        List<String> names = Stream.of(
                        offering.shown(),
                        offering.name(),
                        ToolNames.qualified(new ToolKey(offering.server(), offering.name())),
                        definition.path("name").asString(offering.name()))
                .distinct()
                .toList();
        return new Offer(
                offering.server(),
                thing.kind() == ListKind.PROMPTS
                        ? offering.name()
                        : definition.path("name").asString(""),
                names,
                text(definition, "title"),
                text(definition, "description"),
                arguments);
    }

    private static ObjectNode prompt(OfferSearch.Hit<Thing> hit) {
        ObjectNode node = JSON.objectNode();
        node.put("name", hit.thing().offering().shown());
        JsonNode definition = describe(hit, node);
        JsonNode arguments = definition.path("arguments");
        if (arguments.isArray() && !arguments.isEmpty()) {
            node.set("arguments", arguments);
        }
        node.put("score", ToolFinder.rounded(hit.score()));
        return node;
    }

    private static ObjectNode resource(OfferSearch.Hit<Thing> hit) {
        ObjectNode node = JSON.objectNode();
        Thing thing = hit.thing();
        node.put(
                thing.kind() == ListKind.RESOURCES ? "uri" : "uri_template",
                thing.offering().shown());
        node.put("name", hit.offer().name());
        JsonNode definition = describe(hit, node);
        text(definition, "mimeType").ifPresent(type -> node.put("mime_type", type));
        node.put("score", ToolFinder.rounded(hit.score()));
        return node;
    }

    private static JsonNode describe(OfferSearch.Hit<Thing> hit, ObjectNode node) {
        JsonNode definition = hit.thing().offering().definition().tree();
        hit.offer().title().ifPresent(title -> node.put("title", title));
        node.put("server", hit.offer().server());
        hit.offer().description().ifPresent(description -> node.put("description", description));
        return definition;
    }

    private static Optional<String> text(JsonNode definition, String member) {
        JsonNode value = definition.path(member);
        return value.isString() ? Optional.of(value.asString()) : Optional.empty();
    }
}
