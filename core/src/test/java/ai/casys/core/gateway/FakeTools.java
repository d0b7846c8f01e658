// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.Resolution;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** Servers with tools that do what a test says. */
public final class FakeTools implements ToolCalls {

    private final Catalog catalog;
    private final Map<String, BiFunction<RawJson, CallContext, RawJson>> tools = new ConcurrentHashMap<>();

    public FakeTools(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Gives one server these tools, each with one text parameter. */
    public FakeTools server(String server, String... names) {
        catalog.replaceServer(
                server, List.of(names).stream().map(FakeTools::tool).toList());
        return this;
    }

    /** Says what {@code server:tool} does. */
    public FakeTools doing(String key, BiFunction<RawJson, CallContext, RawJson> work) {
        tools.put(key, work);
        return this;
    }

    @Override
    public RawJson call(String name, RawJson arguments, CallContext context) {
        return switch (catalog.snapshot().resolve(name)) {
            case Resolution.Found found ->
                tools.getOrDefault(found.tool().key().toString(), FakeTools::echo)
                        .apply(arguments, context);
            case Resolution.Withheld _, Resolution.Ambiguous _, Resolution.Unknown _ ->
                throw new CasysException(ErrorCategory.NOT_FOUND, "There is no tool \"" + name + "\".");
        };
    }

    private static RawJson echo(RawJson arguments, CallContext context) {
        return RawJson.ofTrusted(
                ("{\"content\":[{\"type\":\"text\",\"text\":\"done\"}],\"structuredContent\":" + arguments + "}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static Tool tool(String name) {
        return Tool.parse(RawJson.parse("{\"name\":\"" + name + "\",\"x-vendor\":{\"n\":1.50},\"description\":\"Does "
                + name.replace('_', ' ') + " for you\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"text\":"
                + "{\"type\":\"string\"}}}}"));
    }
}
