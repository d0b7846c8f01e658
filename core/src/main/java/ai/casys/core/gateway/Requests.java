// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.ListKind;
import ai.casys.core.call.Servers;
import ai.casys.core.catalog.ToolNames;
import ai.casys.core.settings.Exposure;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.CallToolParams;
import ai.casys.shared.mcp.ListToolsParams;
import ai.casys.shared.mcp.McpMethods;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Carries out the requests that both eras have: lists, tools, prompts, resources, completion. What it returns is what a
 * server of the legacy era would; the stateless era's additions come later. Blocks; safe for any number of threads.
 */
final class Requests {

    private final ToolListing listing;
    private final Map<String, MetaTool> metaTools = new LinkedHashMap<>();
    private final ToolCalls tools;
    private final Servers servers;
    private final Offerings offerings;
    private final Addresses addresses;
    private final ResultRewriting rewriting;
    private final Duration callTimeout;
    private final InstantSource clock;
    private final Optional<String> plainServer;
    private final Supplier<Selection> selection;
    private final Supplier<Exposures> exposures;

    /**
     * @param selection what exists now
     * @param exposures who sees what in the list of tools
     */
    Requests(
            GatewayOptions options,
            ToolListing listing,
            List<MetaTool> metaTools,
            ToolCalls tools,
            Servers servers,
            Addresses addresses,
            Supplier<Selection> selection,
            Supplier<Exposures> exposures,
            InstantSource clock) {
        this.listing = listing;
        metaTools.forEach(tool -> this.metaTools.put(tool.name(), tool));
        this.tools = tools;
        this.servers = servers;
        this.addresses = addresses;
        this.selection = selection;
        this.exposures = exposures;
        this.offerings = new Offerings(
                servers, addresses, (kind, server) -> selection.get().offers(kind, server));
        this.rewriting = new ResultRewriting(addresses);
        this.callTimeout = options.callTimeout();
        this.plainServer = options.plainServer();
        this.clock = clock;
    }

    /** Carries a request out. A method that only one era has is none here. */
    RawJson perform(ClientRequest request) {
        return switch (request.method()) {
            case McpMethods.TOOLS_LIST -> toolList(request);
            case McpMethods.TOOLS_CALL -> call(request);
            case McpMethods.PROMPTS_LIST -> list(ListKind.PROMPTS, request);
            case McpMethods.RESOURCES_LIST -> list(ListKind.RESOURCES, request);
            case McpMethods.RESOURCES_TEMPLATES_LIST -> list(ListKind.RESOURCE_TEMPLATES, request);
            case McpMethods.PROMPTS_GET -> prompt(request);
            case McpMethods.RESOURCES_READ -> resource(request);
            case McpMethods.COMPLETION_COMPLETE -> completion(request);
            default ->
                throw new ProtocolException(new JsonRpcError(
                        JsonRpcError.METHOD_NOT_FOUND, "method \"" + request.method() + "\" is not known here"));
        };
    }

    private RawJson toolList(ClientRequest request) {
        Exposure exposure = exposures.get().of(request.client());
        ToolListing.Page page = read(request.params(), ListToolsParams::parse)
                .cursor()
                .map(cursor -> listing.after(cursor, exposure))
                .orElseGet(() -> listing.first(exposure));
        return page("tools", page.definitions(), page.next());
    }

    private RawJson list(ListKind kind, ClientRequest request) {
        Optional<String> cursor = read(request.params(), ListToolsParams::parse).cursor();
        Offerings.Page page = offerings.page(kind, cursor, request.caller());
        return page(kind.member(), page.definitions(), page.next());
    }

    private static RawJson page(String member, List<RawJson> definitions, Optional<String> next) {
        RawObject result = RawObject.EMPTY.with(member, RawValues.array(definitions));
        return next.map(cursor -> result.with("nextCursor", cursor))
                .orElse(result)
                .toRawJson();
    }

    private RawJson call(ClientRequest request) {
        CallToolParams call = read(request.params(), CallToolParams::parse);
        CallContext context = context(request);
        Optional<MetaTool> metaTool = Optional.ofNullable(metaTools.get(call.name()));
        return metaTool.isPresent()
                ? metaTool.get().call(call.arguments(), context)
                : tools.call(listing.callable(call.name()), call.arguments(), context);
    }

    private RawJson prompt(ClientRequest request) {
        RawObject params = RawObject.of(request.params());
        String name = text(params.get("name"), "\"prompts/get\" needs a string \"name\"");
        Addresses.Target prompt = promptTarget(name, request);
        RawJson own = params.with("name", prompt.uri()).toRawJson();
        return rewriting.prompt(prompt.server(), send(prompt.server(), request, own));
    }

    private RawJson resource(ClientRequest request) {
        RawObject params = RawObject.of(request.params());
        String uri = text(params.get("uri"), "\"resources/read\" needs a string \"uri\"");
        Addresses.Target resource = resourceTarget(uri, request);
        RawJson own = params.with("uri", resource.uri()).toRawJson();
        try {
            return rewriting.contents(resource.server(), send(resource.server(), request, own));
        } catch (RuntimeException e) {
            throw ResourceErrors.of(e, uri, request.era());
        }
    }

    private RawJson completion(ClientRequest request) {
        RawObject params = RawObject.of(request.params());
        RawObject reference = params.get("ref")
                .filter(RawJson::isObject)
                .map(RawObject::of)
                .orElseThrow(() -> ProtocolException.invalidParams("\"completion/complete\" needs an object \"ref\""));
        String type = text(reference.get("type"), "\"ref\" needs a string \"type\"");
        String member = switch (type) {
            case "ref/prompt" -> "name";
            case "ref/resource" -> "uri";
            default ->
                throw ProtocolException.invalidParams(
                        "\"ref.type\" must be \"ref/prompt\" or \"ref/resource\", not \"" + type + "\"");
        };
        String shown = text(reference.get(member), "\"ref\" needs a string \"" + member + "\"");
        Addresses.Target target = member.equals("name") ? promptTarget(shown, request) : resourceTarget(shown, request);
        RawJson own = params.with("ref", reference.with(member, target.uri()).toRawJson())
                .toRawJson();
        return send(target.server(), request, own);
    }

    private Addresses.Target resourceTarget(String shown, ClientRequest request) {
        return addresses
                .inward(shown)
                .filter(target -> selection.get().offers(ListKind.RESOURCES, target.server()))
                .orElseThrow(() -> ResourceErrors.unknown(shown, request.era()));
    }

    /** The server and the server's own name of a prompt. */
    private Addresses.Target promptTarget(String shown, ClientRequest request) {
        if (plainServer.isPresent()) {
            return new Addresses.Target(plainServer.get(), shown);
        }
        return offerings
                .prompt(shown, request.caller())
                .map(prompt -> new Addresses.Target(prompt.server(), prompt.name()))
                .or(() -> split(shown))
                .orElseThrow(() -> ProtocolException.invalidParams(
                        "no prompt is called \"" + shown + "\"; \"prompts/list\" names them, as \"server__prompt\""));
    }

    /** A server may know prompts that it does not list, or not now. */
    private Optional<Addresses.Target> split(String shown) {
        int end = shown.indexOf(ToolNames.SEPARATOR);
        return end < 0
                ? Optional.empty()
                : Optional.of(new Addresses.Target(
                                shown.substring(0, end), shown.substring(end + ToolNames.SEPARATOR.length())))
                        .filter(target -> selection.get().offers(ListKind.PROMPTS, target.server())
                                && servers.having(ListKind.PROMPTS.capability()).contains(target.server()));
    }

    private RawJson send(String server, ClientRequest request, RawJson params) {
        return servers.request(server, request.method(), params, context(request.with(params)));
    }

    private CallContext context(ClientRequest request) {
        return request.context(clock.instant().plus(callTimeout));
    }

    private static String text(Optional<RawJson> value, String otherwise) {
        return value.map(RawJson::tree)
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .orElseThrow(() -> ProtocolException.invalidParams(otherwise));
    }

    static <T> T read(RawJson params, Function<RawJson, T> reader) {
        try {
            return reader.apply(params);
        } catch (IllegalArgumentException e) {
            throw ProtocolException.invalidParams(
                    Objects.requireNonNullElse(e.getMessage(), "the parameters are wrong"));
        }
    }
}
