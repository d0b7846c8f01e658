// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.FinishedSearch;
import ai.casys.core.api.RunListener;
import ai.casys.core.api.ShownTool;
import ai.casys.core.api.ToolAddress;
import ai.casys.core.catalog.Resolution;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.discovery.Reason;
import ai.casys.core.discovery.SearchHit;
import ai.casys.core.discovery.SearchQuery;
import ai.casys.core.discovery.SearchResult;
import ai.casys.core.discovery.SearchScope;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.shared.identity.TenantId;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tool search in JSON, the same for models and for the web interface. Safe for any number of threads. */
public final class ToolFinder {

    private static final Set<String> KNOWN =
            Set.of("intent", "name", "pattern", "limit", "server", "context", "include");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String INCLUDES = "\"schema\", \"related\", \"why\", \"prompts\" and \"resources\"";
    private static final int MOST_CONTEXT = 20;
    private static final String TAKES =
            "it takes one of \"intent\", \"name\" and \"pattern\", and \"limit\", \"server\", \"context\", \"include\"";

    private final ToolSearch search;
    private final Optional<OfferFinder> offers;
    private final RunListener runs;
    private final InstantSource clock;

    /** A finder of tools alone, of whose searches nobody hears. */
    public ToolFinder(ToolSearch search) {
        this(search, Optional.empty(), RunListener.NONE, InstantSource.system());
    }

    /** A finder of tools and what else there is, of whose searches nobody hears. */
    public ToolFinder(ToolSearch search, OfferFinder offers) {
        this(search, Optional.of(offers), RunListener.NONE, InstantSource.system());
    }

    /** @param runs hears of searches by intent within a client's work */
    ToolFinder(ToolSearch search, OfferFinder offers, RunListener runs, InstantSource clock) {
        this(search, Optional.of(offers), runs, clock);
    }

    private ToolFinder(ToolSearch search, Optional<OfferFinder> offers, RunListener runs, InstantSource clock) {
        this.search = search;
        this.offers = offers;
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * Searches among all tools, with what the tenant has learned.
     *
     * @param arguments as the input schema of {@code search_tools} says
     * @return as its output schema says
     * @throws CasysException of category INVALID_INPUT with a text by which a model can mend its arguments
     */
    public JsonNode find(JsonNode arguments, TenantId tenant) {
        return answer(
                search.search(query(arguments), SearchScope.of(tenant, tool -> true)),
                JSON.objectNode(),
                ToolFinder::hit);
    }

    /** The same, and among what else this caller sees if the arguments ask for it. */
    public JsonNode find(JsonNode arguments, Caller caller) {
        SearchQuery query = query(arguments);
        return answer(
                search.search(query, SearchScope.of(caller.tenant(), tool -> true)),
                others(query, caller),
                ToolFinder::hit);
    }

    private ObjectNode others(SearchQuery query, Caller caller) {
        ObjectNode others = JSON.objectNode();
        offers.ifPresent(finder -> {
            if (query.include().contains(SearchQuery.Include.PROMPTS)) {
                others.set("prompts", finder.prompts(query, caller));
            }
            if (query.include().contains(SearchQuery.Include.RESOURCES)) {
                others.set("resources", finder.resources(query, caller));
            }
        });
        return others;
    }

    /** The same among the tools of a view, by the names and descriptions that they have there. */
    JsonNode find(JsonNode arguments, ToolView view, CallContext context) {
        SearchQuery asked = query(arguments);
        SearchQuery query = own(asked, view);
        SearchScope scope = SearchScope.of(context.caller().tenant(), view::shows)
                .naming(view.givenNames())
                .after(used(arguments.path("context"), view, context));
        SearchResult result = search.search(query, scope);
        if (query.kind() == SearchQuery.Kind.INTENT) {
            runs.searched(new FinishedSearch(
                    context.caller(),
                    context.client().client(),
                    query.text(),
                    result.hits().stream().map(ToolFinder::shown).toList(),
                    result.vectors(),
                    clock.instant()));
        }
        return answer(result, others(asked, context.caller()), hit -> hit(hit, view));
    }

    private static ShownTool shown(SearchHit hit) {
        return new ShownTool(
                new ToolAddress(hit.tool().key().server(), hit.tool().key().tool()),
                hit.learned().evidence());
    }

    /** The tools that the caller names as used, and those that its session has used lately. */
    private Set<ToolKey> used(JsonNode named, ToolView view, CallContext context) {
        Set<ToolKey> used = new LinkedHashSet<>();
        used.addAll(search.recent(context.caller(), context.client().client()));
        if (named.isMissingNode() || named.isNull()) {
            return used;
        }
        if (!named.isArray() || named.size() > MOST_CONTEXT) {
            throw invalid("\"context\" must be an array of at most " + MOST_CONTEXT
                    + " names of tools that you have used already.");
        }
        for (JsonNode name : named) {
            if (!name.isString()) {
                throw invalid("\"context\" holds names of tools, not " + Arguments.kind(name) + ".");
            }
            // A name that means nothing here helps nobody and harms nobody.
            view.named(name.asString())
                    .or(() -> view.resolve(name.asString()) instanceof Resolution.Found found
                            ? Optional.of(found.tool().key())
                            : Optional.empty())
                    .ifPresent(used::add);
        }
        return used;
    }

    /** A name that a tool has only in the view is none that the index knows. */
    private static SearchQuery own(SearchQuery query, ToolView view) {
        if (query.kind() != SearchQuery.Kind.NAME) {
            return query;
        }
        return view.named(query.text().strip())
                .map(key ->
                        new SearchQuery(query.kind(), key.toString(), query.limit(), query.server(), query.include()))
                .orElse(query);
    }

    private static ObjectNode answer(SearchResult result, ObjectNode others, Function<SearchHit, ObjectNode> shown) {
        ObjectNode answer = JSON.objectNode();
        answer.set("hits", hits(result.hits(), shown));
        if (result.hits().isEmpty()) {
            answer.set("nearest", hits(result.nearestMisses(), shown));
            boolean onlyTools = others.valueStream().allMatch(JsonNode::isEmpty);
            answer.put(
                    "hint",
                    (onlyTools ? "Nothing" : "No tool")
                            + " fits. Try other words, a shorter intent, or a pattern such as \"*file*\".");
        }
        answer.setAll(others);
        return answer;
    }

    private static SearchQuery query(JsonNode arguments) {
        Optional<String> stranger = Arguments.unknownKey(arguments, KNOWN);
        if (stranger.isPresent()) {
            throw invalid("search_tools does not know \"" + stranger.get() + "\"; " + TAKES + ".");
        }
        List<SearchQuery.Kind> given = EnumSet.allOf(SearchQuery.Kind.class).stream()
                .filter(kind -> arguments.hasNonNull(wireName(kind)))
                .toList();
        if (given.size() != 1) {
            throw invalid(
                    (given.isEmpty() ? "Nothing to search for: " : "Only one question at a time: ")
                            + "send exactly one of \"intent\" (what you want to do), \"name\" and \"pattern\" (a glob over names).");
        }
        SearchQuery.Kind kind = given.getFirst();
        return new SearchQuery(
                kind,
                text(arguments, wireName(kind)).orElseThrow(),
                limit(arguments.path("limit")),
                text(arguments, "server"),
                include(arguments.path("include")));
    }

    private static Optional<String> text(JsonNode arguments, String key) {
        JsonNode value = arguments.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw invalid("\"" + key + "\" must be a string, not " + Arguments.kind(value) + ".");
        }
        return Optional.of(value.asString());
    }

    private static int limit(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return SearchQuery.DEFAULT_LIMIT;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw invalid("\"limit\" must be a whole number between 1 and " + SearchQuery.MOST_HITS + ".");
        }
        return value.asInt();
    }

    private static Set<SearchQuery.Include> include(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return EnumSet.of(SearchQuery.Include.SCHEMA, SearchQuery.Include.RELATED);
        }
        if (!value.isArray()) {
            throw invalid("\"include\" must be an array of " + INCLUDES + ", not " + Arguments.kind(value) + ".");
        }
        return value.valueStream()
                .map(ToolFinder::includeOne)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(SearchQuery.Include.class)));
    }

    private static SearchQuery.Include includeOne(JsonNode value) {
        return EnumSet.allOf(SearchQuery.Include.class).stream()
                .filter(include -> value.isString() && wireName(include).equals(value.asString()))
                .findFirst()
                .orElseThrow(() -> invalid("\"include\" knows " + INCLUDES + ", not " + value + "."));
    }

    private static ArrayNode hits(List<SearchHit> hits, Function<SearchHit, ObjectNode> shown) {
        ArrayNode array = JSON.arrayNode();
        hits.forEach(hit -> array.add(shown.apply(hit)));
        return array;
    }

    private static ObjectNode hit(SearchHit hit, ToolView view) {
        ObjectNode node = hit(hit);
        Optional.ofNullable(view.givenNames().get(hit.tool().key())).ifPresent(name -> node.put("name", name));
        view.description(hit.tool().key()).ifPresent(text -> node.put("description", text));
        return node;
    }

    private static ObjectNode hit(SearchHit hit) {
        ObjectNode node = JSON.objectNode();
        node.put("name", hit.name());
        hit.tool().tool().title().ifPresent(title -> node.put("title", title));
        node.put("server", hit.tool().key().server());
        hit.tool().tool().description().ifPresent(description -> node.put("description", description));
        hit.inputSchema().ifPresent(schema -> node.set("input_schema", schema));
        hit.tool().tool().annotations().ifPresent(annotations -> node.set("annotations", annotations));
        node.put("score", rounded(hit.score()));
        node.put("confidence", rounded(hit.confidence()));
        names(node, "also_as", hit.alsoAs());
        names(node, "preceded_by", hit.learned().precedes());
        names(node, "follows", hit.learned().follows());
        if (!hit.reasons().isEmpty() || !hit.signals().isEmpty()) {
            ArrayNode why = node.putArray("why");
            hit.reasons().forEach(reason -> why.add(sentence(reason)));
        }
        if (!hit.signals().isEmpty()) {
            ObjectNode signals = node.putObject("signals");
            hit.signals().forEach(signal -> signals.put(signal.name(), rounded(signal.contribution())));
        }
        return node;
    }

    private static void names(ObjectNode node, String key, List<String> names) {
        if (!names.isEmpty()) {
            ArrayNode array = node.putArray(key);
            names.forEach(array::add);
        }
    }

    static double rounded(double number) {
        return Math.round(number * 1_000) / 1_000.0;
    }

    private static String sentence(Reason reason) {
        return wireName(reason.part()).replace('_', ' ') + ": " + String.join(", ", reason.words());
    }

    private static String wireName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static CasysException invalid(String message) {
        return new CasysException(ErrorCategory.INVALID_INPUT, message);
    }
}
