// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads queries, segments and selectors (RFC 9535, sections 2.1 to 2.5). Used once, by one thread. */
final class PathParser {

    /** Deeper nesting of parentheses and filters than this is refused before the stack overflows. */
    private static final int MAX_NESTING = 64;

    private final PathText text;
    private final FilterParser filters;
    private int nesting;

    private PathParser(PathText text) {
        this.text = text;
        this.filters = new FilterParser(text, this);
    }

    /** @throws ai.casys.core.builtin.tool.ToolFailure if the text is no well-formed and well-typed query */
    static Query parse(String path) {
        PathText text = new PathText(path);
        text.expect("$");
        Query query = new Query(false, new PathParser(text).segments());
        if (!text.atEnd()) {
            throw text.error("expected . or [");
        }
        return query;
    }

    void enter() {
        if (++nesting > MAX_NESTING) {
            throw text.error("nested deeper than " + MAX_NESTING + " levels");
        }
    }

    void leave() {
        nesting--;
    }

    /** All segments that follow; blanks behind the last one are left unread. */
    List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        while (true) {
            int before = text.position();
            text.skipBlanks();
            if (text.take("..")) {
                segments.add(new Segment(true, text.peek() == '[' ? bracketed() : List.of(dotted())));
            } else if (text.take(".")) {
                segments.add(new Segment(false, List.of(dotted())));
            } else if (text.peek() == '[') {
                segments.add(new Segment(false, bracketed()));
            } else {
                text.back(before);
                return segments;
            }
        }
    }

    private Selector dotted() {
        return text.take("*") ? new Selector.Wildcard() : new Selector.Name(text.shorthand());
    }

    private List<Selector> bracketed() {
        text.expect("[");
        List<Selector> selectors = new ArrayList<>();
        do {
            text.skipBlanks();
            selectors.add(selector());
            text.skipBlanks();
        } while (text.take(","));
        text.expect("]");
        return selectors;
    }

    private Selector selector() {
        char next = text.peek();
        if (next == '"' || next == '\'') {
            return new Selector.Name(text.string());
        }
        if (text.take("*")) {
            return new Selector.Wildcard();
        }
        if (text.take("?")) {
            text.skipBlanks();
            return new Selector.Filter(filters.condition());
        }
        return indexOrSlice();
    }

    private Selector indexOrSlice() {
        OptionalLong start = text.peek() == ':' ? OptionalLong.empty() : OptionalLong.of(text.integer());
        int afterStart = text.position();
        text.skipBlanks();
        if (!text.take(":")) {
            text.back(afterStart);
            return new Selector.Index(start.orElseThrow());
        }
        text.skipBlanks();
        OptionalLong end = optionalInteger();
        text.skipBlanks();
        long step = 1;
        if (text.take(":")) {
            text.skipBlanks();
            step = optionalInteger().orElse(1);
        }
        return new Selector.Slice(start, end, step);
    }

    private OptionalLong optionalInteger() {
        char next = text.peek();
        boolean present = next == '-' || (next >= '0' && next <= '9');
        return present ? OptionalLong.of(text.integer()) : OptionalLong.empty();
    }
}
