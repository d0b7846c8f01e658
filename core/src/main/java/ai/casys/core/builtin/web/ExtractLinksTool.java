// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.web;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolFailure;
import ai.casys.core.builtin.tool.ToolResult;
import ai.casys.core.net.OutboundRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists the links of a page. */
final class ExtractLinksTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "extract_links",
            "List the links of a web page",
            "Fetches an HTML page and lists its http and https links once each, as absolute URLs with their text.",
            List.of(
                    Parameter.text("url", 8_192, "The URL of the page.").mandatory(),
                    Parameter.text("contains", 200, "Only links whose URL or text contains this, capitals or not."),
                    Parameter.integer("max_links", 1, 2_000, "Limit of the answer.")
                            .orElse(200)),
            """
            {"type": "object",
             "properties": {
               "final_url": {"type": "string"},
               "status": {"type": "integer"},
               "links": {"type": "array", "items": {
                 "type": "object",
                 "properties": {"url": {"type": "string"}, "text": {"type": "string"}},
                 "required": ["url", "text"],
                 "additionalProperties": false}},
               "truncated": {"type": "boolean"}},
             "required": ["final_url", "status", "links", "truncated"],
             "additionalProperties": false}
            """,
            new Behaviour(true, false, true, true));

    private final PageLoader loader;

    ExtractLinksTool(PageLoader loader) {
        this.loader = loader;
    }

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        Page page = loader.load(OutboundRequest.Method.GET, arguments.text("url"), budget);
        if (!page.isHtml()) {
            throw new ToolFailure("The page is \"" + page.mediaType() + "\", not HTML, and has no links to list.");
        }
        String wanted = arguments.optionalText("contains").orElse("").toLowerCase(Locale.ROOT);
        ArrayNode links = Json.array();
        Set<String> seen = new HashSet<>();
        boolean truncated = page.response().body().truncated();
        for (Element anchor : page.html().select("a[href]")) {
            budget.check();
            String url = anchor.absUrl("href");
            String text = anchor.text();
            boolean fits = (url + "\n" + text).toLowerCase(Locale.ROOT).contains(wanted);
            if (!fits || !(url.startsWith("http://") || url.startsWith("https://")) || !seen.add(url)) {
                continue;
            }
            if (links.size() == arguments.count("max_links")) {
                truncated = true;
                break;
            }
            links.addObject().put("url", url).put("text", text.length() > 300 ? text.substring(0, 300) + "…" : text);
        }
        ObjectNode answer = Json.object()
                .put("final_url", page.response().finalUrl().toString())
                .put("status", page.response().status());
        answer.set("links", links);
        return ToolResult.of(answer.put("truncated", truncated));
    }
}
