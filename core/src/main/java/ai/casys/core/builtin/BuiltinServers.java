// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.builtin.csv.CsvServer;
import ai.casys.core.builtin.files.FilesServer;
import ai.casys.core.builtin.json.JsonServer;
import ai.casys.core.builtin.text.TextServer;
import ai.casys.core.builtin.time.TimeServer;
import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Nearest;
import ai.casys.core.builtin.tool.ToolFailure;
import ai.casys.core.builtin.tool.ToolResult;
import ai.casys.core.builtin.web.WebServer;
import ai.casys.core.net.AddressGuard;
import ai.casys.core.net.HostResolver;
import ai.casys.core.net.OutboundHttp;
import ai.casys.core.settings.BuiltinSettings;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers that come with the product: {@code files}, {@code web}, {@code json}, {@code text}, {@code time} and
 * {@code csv}. Thread-safe; a call runs on the calling thread.
 */
public final class BuiltinServers {

    private static final Logger LOG = LoggerFactory.getLogger(BuiltinServers.class);
    private static final int MAX_ARGUMENTS = 12 << 20;
    private static final int MAX_RESULT = 24 << 20;

    private final Map<String, Server> servers = new LinkedHashMap<>();

    private BuiltinServers(Map<String, List<BuiltinTool>> tools) {
        tools.forEach((name, list) -> servers.put(name, new Server(list)));
    }

    /**
     * Makes the servers that are not switched off, and the folders of the file tools.
     *
     * @throws CasysException {@code CONFIGURATION} if an entry of {@code webAllow} is no host or block
     */
    public static BuiltinServers create(BuiltinSettings settings) {
        return create(settings, InstantSource.system(), HostResolver.SYSTEM);
    }

    static BuiltinServers create(BuiltinSettings settings, InstantSource clock, HostResolver resolver) {
        OutboundHttp http = new OutboundHttp(guard(settings), resolver);
        Map<String, List<BuiltinTool>> tools = new LinkedHashMap<>();
        if (!settings.disabled().contains("files")) {
            tools.put("files", FilesServer.tools(settings.fileRoots()));
        }
        tools.put("web", WebServer.tools(http, settings.webMaxBytes(), settings.webTimeout()));
        tools.put("json", JsonServer.tools());
        tools.put("text", TextServer.tools());
        tools.put("time", TimeServer.tools(clock));
        tools.put("csv", CsvServer.tools());
        tools.keySet().removeAll(settings.disabled());
        return new BuiltinServers(tools);
    }

    /** The servers that are switched on, in a fixed order. */
    public List<String> names() {
        return List.copyOf(servers.keySet());
    }

    /** Whether a server of that name is switched on. */
    public boolean has(String server) {
        return servers.containsKey(server);
    }

    /**
     * The tools of a server, the same for as long as the product runs.
     *
     * @throws CasysException {@code NOT_FOUND} for an unknown server
     */
    public List<Tool> tools(String server) {
        return server(server).definitions();
    }

    /**
     * Calls a tool and answers with a complete MCP CallToolResult. Wrong arguments and things a tool cannot do are
     * results with {@code isError}, for the model to read (MCP 2025-11-25, "Error Handling" of tools).
     *
     * @throws CasysException {@code NOT_FOUND} for an unknown server or tool, {@code CANCELLED}, {@code TIMEOUT} at the
     *     deadline of the context, {@code INTERNAL} for a fault of the program
     */
    public RawJson call(String server, String tool, RawJson arguments, CallContext context) {
        BuiltinTool callee = server(server).tool(server, tool);
        Budget budget = new Budget(context);
        budget.checkNow();
        RawJson result = run(callee, arguments, budget, context).toRawJson();
        if (result.size() > MAX_RESULT) {
            return ToolResult.failure("The result has " + result.size() + " bytes; at most " + MAX_RESULT
                            + " are returned. Ask for less.")
                    .toRawJson();
        }
        return result;
    }

    private static ToolResult run(BuiltinTool tool, RawJson arguments, Budget budget, CallContext context) {
        if (arguments.size() > MAX_ARGUMENTS) {
            return ToolResult.failure("The arguments have " + arguments.size() + " bytes; at most " + MAX_ARGUMENTS
                    + " are taken. Send less at once.");
        }
        try {
            return tool.call(Arguments.read(arguments, tool.definition().parameters()), budget);
        } catch (ToolFailure e) {
            return ToolResult.failure(e.getMessage());
        } catch (CasysException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            LOG.error("built-in tool {} failed in call {}", tool.definition().name(), context.callId(), e);
            throw new CasysException(
                    ErrorCategory.INTERNAL,
                    "The built-in tool \"" + tool.definition().name()
                            + "\" has a fault; the log has details under call " + context.callId() + ".",
                    e);
        }
    }

    private Server server(String name) {
        Server server = servers.get(name);
        if (server == null) {
            throw unknown("built-in server", name, names());
        }
        return server;
    }

    private static AddressGuard guard(BuiltinSettings settings) {
        try {
            return new AddressGuard(settings.webAllow());
        } catch (IllegalArgumentException e) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION, "Setting casys.builtin.web.allow: " + e.getMessage() + ".", e);
        }
    }

    private static CasysException unknown(String what, String name, List<String> known) {
        String hint = Nearest.to(name, known)
                .map(near -> " Did you mean \"" + near + "\"?")
                .orElse("");
        return new CasysException(
                ErrorCategory.NOT_FOUND,
                "There is no " + what + " \"" + name + "\"; there are " + String.join(", ", known) + "." + hint);
    }

    /** One server: its tools by name, and what clients are told about them. */
    private static final class Server {

        private final Map<String, BuiltinTool> tools = new LinkedHashMap<>();
        private final List<Tool> definitions;

        Server(List<BuiltinTool> list) {
            list.forEach(tool -> tools.put(tool.definition().name(), tool));
            this.definitions =
                    list.stream().map(tool -> tool.definition().toTool()).toList();
        }

        List<Tool> definitions() {
            return definitions;
        }

        BuiltinTool tool(String server, String name) {
            BuiltinTool tool = tools.get(name);
            if (tool == null) {
                throw unknown(
                        "tool in the built-in server \"" + server + "\" called", name, List.copyOf(tools.keySet()));
            }
            return tool;
        }
    }
}
