// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawMember;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.MetaKeys;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A request to a server for the sake of a client. What the client sent is kept byte for byte, but for those entries of
 * {@code _meta} that describe a connection: the server's is another one than the client's, and often of another era.
 *
 * @param params an object, with the server's own names; anything else is refused as INVALID_INPUT
 * @param tool the server's own name of the tool that is called, if the request calls one
 */
record ServerRequest(String method, RawJson params, Optional<String> tool) {

    private static final String NAME = "name";
    private static final String ARGUMENTS = "arguments";
    private static final Set<String> KNOWN_CAPABILITIES =
            Set.of("elicitation", "sampling", "roots", "extensions", "experimental");

    /** Which requests may be answered with a question (revision 2026-07-28, "Multi Round-Trip Requests"). */
    private static final Set<String> ASKING =
            Set.of(McpMethods.TOOLS_CALL, McpMethods.PROMPTS_GET, McpMethods.RESOURCES_READ);

    ServerRequest {
        Objects.requireNonNull(method, "method is null");
        if (!params.isObject()) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT, "the parameters of \"" + method + "\" must be a JSON object");
        }
        Objects.requireNonNull(tool, "tool is null");
    }

    /** A request that calls no tool. */
    ServerRequest(String method, RawJson params) {
        this(method, params, Optional.empty());
    }

    /** The call of a tool; everything but name and arguments is that of the client. */
    static ServerRequest toolCall(String tool, RawJson arguments, CallContext context) {
        RawObject sent =
                context.params().equals(RawJson.EMPTY_OBJECT) ? RawObject.EMPTY : RawObject.of(context.params());
        RawJson params = sent.with(NAME, tool).with(ARGUMENTS, arguments).toRawJson();
        return new ServerRequest(McpMethods.TOOLS_CALL, params, Optional.of(tool));
    }

    /** Whether the server may answer with questions. */
    boolean mayAsk() {
        return ASKING.contains(method);
    }

    /** Whether the answer may be a task that goes on when the call is over. */
    boolean mayStartTask(Era era, ClientLink client) {
        return switch (era) {
            case LEGACY -> RawMember.find(params, "task").value().isPresent();
            case MODERN ->
                mayAsk()
                        && RawMember.find(client.capabilities(), "extensions")
                                .value()
                                .isPresent();
        };
    }

    /**
     * The parameters as a server of that era is to be given them; what every request carries is added on sending.
     */
    RawJson paramsFor(Era era, ClientLink client) {
        return switch (era) {
            case LEGACY -> legacy();
            case MODERN -> modern(client);
        };
    }

    /** The same request with answers to what the server asked, as it wants them. */
    ServerRequest answering(Optional<RawJson> inputResponses, Optional<RawJson> requestState) {
        RawObject members = RawObject.of(params).without("inputResponses").without("requestState");
        if (inputResponses.isPresent()) {
            members = members.with("inputResponses", inputResponses.get());
        }
        if (requestState.isPresent()) {
            members = members.with("requestState", requestState.get());
        }
        return new ServerRequest(method, members.toRawJson(), tool);
    }

    private RawJson legacy() {
        RawMember meta = RawMember.find(params, MetaKeys.META);
        Optional<RawObject> entries = entries(meta);
        if (entries.isEmpty()) {
            return params;
        }
        return meta.with(entries.get()
                .without(MetaKeys.PROTOCOL_VERSION)
                .without(MetaKeys.CLIENT_INFO)
                .without(MetaKeys.CLIENT_CAPABILITIES)
                .without(MetaKeys.LOG_LEVEL)
                .toRawJson());
    }

    private RawJson modern(ClientLink client) {
        RawMember meta = RawMember.find(params, MetaKeys.META);
        RawObject entries = entries(meta)
                .orElse(RawObject.EMPTY)
                .without(MetaKeys.PROTOCOL_VERSION)
                .without(MetaKeys.CLIENT_INFO)
                .with(MetaKeys.CLIENT_CAPABILITIES, capabilities(client));
        Optional<String> level = client.logLevel();
        if (level.isPresent() && entries.get(MetaKeys.LOG_LEVEL).isEmpty()) {
            entries = entries.with(MetaKeys.LOG_LEVEL, level.get());
        }
        return meta.with(entries.toRawJson());
    }

    /** Of what the client can do, that which this revision knows; the rest could not be passed on. */
    private static RawJson capabilities(ClientLink client) {
        RawJson declared = client.capabilities();
        if (declared.equals(RawJson.EMPTY_OBJECT)) {
            return declared;
        }
        RawObject members = RawObject.of(declared);
        RawObject served = RawObject.EMPTY;
        for (String name : KNOWN_CAPABILITIES) {
            Optional<RawJson> value = members.get(name);
            if (value.isPresent()) {
                served = served.with(name, name.equals("roots") ? RawJson.EMPTY_OBJECT : value.get());
            }
        }
        return served.toRawJson();
    }

    private static Optional<RawObject> entries(RawMember meta) {
        return meta.value().filter(RawJson::isObject).map(RawObject::of);
    }
}
