// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.Resolution;
import ai.casys.core.catalog.WithheldTool;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** {@code call_tool}: calls one tool behind the gateway; the server's result comes back untouched. */
final class CallTool implements MetaTool {

    private static final String NAME = "call_tool";
    private static final RawJson DEFINITION = Definitions.load("call_tool.json");

    private final Supplier<ToolView> view;
    private final ToolCalls tools;

    CallTool(Supplier<ToolView> view, ToolCalls tools) {
        this.view = view;
        this.tools = tools;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RawJson definition() {
        return DEFINITION;
    }

    @Override
    public RawJson call(RawJson arguments, CallContext context) {
        RawObject given = RawObject.of(arguments);
        Optional<String> stranger = Arguments.unknownKey(arguments.tree(), List.of("name", "arguments"));
        if (stranger.isPresent()) {
            return ToolResults.mistake("call_tool does not know \"" + stranger.get()
                    + "\"; it takes \"name\" and \"arguments\". Put what the tool itself needs into \"arguments\".");
        }
        Optional<String> name =
                given.get("name").map(RawJson::tree).filter(JsonNode::isString).map(JsonNode::asString);
        if (name.isEmpty() || name.get().isBlank()) {
            return ToolResults.mistake(
                    "\"name\" must be the name of a tool, such as \"files__read_file\"; search_tools finds it.");
        }
        RawJson inner = given.get("arguments").orElse(RawJson.EMPTY_OBJECT);
        if (!inner.isObject()) {
            return ToolResults.mistake("\"arguments\" must be a JSON object that fits the tool's input schema, not "
                    + Arguments.kind(inner.tree()) + ". Send {} when the tool needs none.");
        }
        return call(name.get(), inner, context);
    }

    private RawJson call(String name, RawJson arguments, CallContext context) {
        ToolView now = view.get();
        return switch (now.resolve(name)) {
            case Resolution.Unknown(List<String> nearest) -> ToolResults.mistake(unknown(name, nearest));
            case Resolution.Ambiguous ambiguous ->
                ToolResults.mistake("Several servers have a tool \"" + name + "\"; name one of "
                        + ambiguous.candidates().stream()
                                .map(tool -> '"' + now.name(tool.key()) + '"')
                                .collect(Collectors.joining(", "))
                        + ".");
            case Resolution.Withheld(WithheldTool withheld) -> ToolResults.mistake(withheld.explanation());
            case Resolution.Found _ -> callKnown(name, arguments, context);
        };
    }

    private RawJson callKnown(String name, RawJson arguments, CallContext context) {
        try {
            return tools.call(name, arguments, context);
        } catch (CasysException e) {
            // What the model sent it can mend; everything else is the client's to know.
            if (e.category() == ErrorCategory.INVALID_INPUT || e.category() == ErrorCategory.NOT_FOUND) {
                return ToolResults.mistake(e.getMessage());
            }
            throw e;
        }
    }

    private static String unknown(String name, List<String> nearest) {
        String question = nearest.isEmpty()
                ? ""
                : " Did you mean "
                        + nearest.stream().map(near -> '"' + near + '"').collect(Collectors.joining(" or ")) + "?";
        return "There is no tool \"" + name + "\"." + question + " search_tools finds tools by intent or by name.";
    }
}
