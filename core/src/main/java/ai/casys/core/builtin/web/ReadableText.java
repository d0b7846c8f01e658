// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.web;

import ai.casys.core.builtin.tool.Budget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * HTML as text in the manner of Markdown: headings, lists, links, code, quotes and table rows keep their meaning, the
 * rest of the markup goes. Walks without recursion, because a page may be nested deeper than a stack. Used once, by one
 * thread.
 */
final class ReadableText implements NodeVisitor {

    private static final String INVISIBLE =
            "script, style, noscript, template, svg, iframe, object, head, [hidden], [aria-hidden=true]";
    private static final Set<String> BLOCKS = Set.of(
            "address",
            "article",
            "aside",
            "blockquote",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "ul");

    private final StringBuilder text = new StringBuilder();
    private final Deque<Integer> listNumbers = new ArrayDeque<>();
    private final Budget budget;
    private int preformatted;

    private ReadableText(Budget budget) {
        this.budget = budget;
    }

    /** Changes the document: what nobody sees is taken out. */
    static String of(Document document, Budget budget) {
        document.select(INVISIBLE).remove();
        ReadableText reader = new ReadableText(budget);
        document.body().traverse(reader);
        return reader.text.toString().strip() + "\n";
    }

    @Override
    public void head(Node node, int depth) {
        budget.check();
        if (node instanceof TextNode textNode) {
            words(textNode.getWholeText());
        } else if (node instanceof Element element) {
            open(element);
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (node instanceof Element element) {
            close(element);
        }
    }

    private void open(Element element) {
        String name = element.normalName();
        if (BLOCKS.contains(name)) {
            lines(listNumbers.isEmpty() || name.startsWith("h") ? 2 : 1);
        }
        switch (name) {
            case "h1", "h2", "h3", "h4", "h5", "h6" ->
                text.append("#".repeat(name.charAt(1) - '0')).append(' ');
            case "br" -> lines(1);
            case "hr" -> text.append("---");
            case "ul" -> listNumbers.push(-1);
            case "ol" -> listNumbers.push(1);
            case "li" -> item();
            case "blockquote" -> text.append("> ");
            case "pre" -> {
                text.append("```\n");
                preformatted++;
            }
            case "code" -> text.append(preformatted == 0 ? "`" : "");
            case "strong", "b" -> mark("**", element);
            case "em", "i" -> mark("*", element);
            case "tr" -> lines(1);
            case "td", "th" -> text.append("| ");
            case "img" -> {
                if (!element.attr("alt").isBlank()) {
                    words(" [image: " + element.attr("alt") + "] ");
                }
            }
            case "a" -> {
                if (isLink(element)) {
                    text.append('[');
                }
            }
            default -> {
                // Other elements have no mark of their own.
            }
        }
    }

    private void close(Element element) {
        String name = element.normalName();
        switch (name) {
            case "ul", "ol" -> listNumbers.poll();
            case "pre" -> {
                preformatted--;
                lines(1);
                text.append("```");
            }
            case "code" -> text.append(preformatted == 0 ? "`" : "");
            case "strong", "b" -> mark("**", element);
            case "em", "i" -> mark("*", element);
            case "td", "th" -> text.append(' ');
            case "tr" -> text.append('|');
            case "a" -> {
                if (isLink(element)) {
                    text.append("](").append(element.absUrl("href")).append(')');
                }
            }
            default -> {
                // Nothing was opened.
            }
        }
        if (BLOCKS.contains(name)) {
            lines(listNumbers.isEmpty() || name.startsWith("h") ? 2 : 1);
        }
    }

    private void item() {
        lines(1);
        text.append("  ".repeat(Math.clamp(listNumbers.size() - 1L, 0, 10)));
        int number = listNumbers.isEmpty() ? -1 : listNumbers.pop();
        if (number < 0) {
            text.append("- ");
        } else {
            text.append(number).append(". ");
        }
        listNumbers.push(number < 0 ? -1 : number + 1);
    }

    private void mark(String sign, Element element) {
        if (preformatted == 0 && element.hasText()) {
            text.append(sign);
        }
    }

    private boolean isLink(Element element) {
        return preformatted == 0 && element.hasText() && element.absUrl("href").startsWith("http");
    }

    /** Adds text with blanks drawn together, except where the author laid it out. */
    private void words(String added) {
        if (preformatted > 0) {
            text.append(added);
            return;
        }
        for (int i = 0; i < added.length(); i++) {
            char c = added.charAt(i);
            boolean blank = c <= ' ' || c == '\u00a0';
            if (!blank) {
                text.append(c);
            } else if (!text.isEmpty() && " \n".indexOf(text.charAt(text.length() - 1)) < 0) {
                text.append(' ');
            }
        }
    }

    /** Makes sure that so many line ends come before what follows. */
    private void lines(int wanted) {
        int length = text.length();
        while (length > 0 && text.charAt(length - 1) == ' ') {
            length--;
        }
        text.setLength(length);
        int present = 0;
        while (present < length && text.charAt(length - 1 - present) == '\n') {
            present++;
        }
        if (length > 0) {
            text.append("\n".repeat(Math.max(0, wanted - present)));
        }
    }
}
