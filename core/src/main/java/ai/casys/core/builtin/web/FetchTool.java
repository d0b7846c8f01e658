// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.web;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolFailure;
import ai.casys.core.builtin.tool.ToolResult;
import ai.casys.core.net.OutboundRequest;
import java.util.List;
import org.jsoup.nodes.Document;
import tools.jackson.databind.node.ObjectNode;

/** Fetches a page and makes it readable. */
final class FetchTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "fetch",
            "Fetch a web page",
            "Fetches an http or https URL. HTML comes as readable text in Markdown (raw=true: as it is), other text as"
                    + " text, images as images. Status codes such as 404 are part of the answer. Private addresses are"
                    + " closed unless the operator opened them. Use offset to read on in a long text.",
            List.of(
                    Parameter.text("url", 8_192, "The URL.").mandatory(),
                    Parameter.choice("method", List.of("GET", "HEAD"), "HEAD asks for the facts only.")
                            .orElse("GET"),
                    Parameter.flag("raw", "Return HTML as it is."),
                    Parameter.integer("offset", 0, 100_000_000, "Characters of the text to leave out at the beginning.")
                            .orElse(0),
                    Parameter.integer("max_characters", 1, 500_000, "Limit of the text.")
                            .orElse(50_000)),
            """
            {"type": "object",
             "properties": {
               "url": {"type": "string"},
               "final_url": {"type": "string", "description": "where redirects ended"},
               "status": {"type": "integer"},
               "redirects": {"type": "integer"},
               "content_type": {"type": "string"},
               "bytes": {"type": "integer", "description": "read, unpacked"},
               "title": {"type": "string"},
               "text": {"type": "string"},
               "truncated": {"type": "boolean", "description": "the page or the text goes on"}},
             "required": ["url", "final_url", "status", "redirects", "bytes", "truncated"],
             "additionalProperties": false}
            """,
            new Behaviour(true, false, true, true));

    private final PageLoader loader;

    FetchTool(PageLoader loader) {
        this.loader = loader;
    }

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        OutboundRequest.Method method = OutboundRequest.Method.valueOf(arguments.text("method"));
        Page page = loader.load(method, arguments.text("url"), budget);
        boolean cut = page.response().body().truncated();
        ObjectNode facts = page.facts();
        if (method == OutboundRequest.Method.HEAD) {
            return ToolResult.of(facts.put("truncated", false));
        }
        if (page.isImage()) {
            return image(page, facts, cut);
        }
        if (!page.isText()) {
            throw new ToolFailure("The page is \"" + page.mediaType() + "\" ("
                    + page.response().body().size()
                    + " bytes read), which is neither text nor an image that can be shown.");
        }
        String text;
        if (page.isHtml() && !arguments.flag("raw")) {
            Document document = page.html();
            facts.put("title", document.title());
            text = ReadableText.of(document, budget);
        } else {
            text = page.text();
        }
        int from = Math.min(arguments.count("offset"), text.length());
        int to = Math.min(text.length(), from + arguments.count("max_characters"));
        String shown = text.substring(from, to);
        facts.put("text", shown).put("truncated", cut || to < text.length());
        return ToolResult.of(shown, facts);
    }

    private static ToolResult image(Page page, ObjectNode facts, boolean cut) {
        if (cut) {
            throw new ToolFailure("The image is larger than "
                    + page.response().body().size() + " bytes, the limit for the web tools.");
        }
        return ToolResult.image(page.response().body().bytes(), page.mediaType(), facts.put("truncated", false));
    }
}
