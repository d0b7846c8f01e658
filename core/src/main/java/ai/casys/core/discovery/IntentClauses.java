// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a long intent into the things that it asks for: at ends of sentences, semicolons, line ends, "then", "also",
 * "finally", and where "and" or a comma is followed by a word that gives an order. A text that asks for one thing has no
 * clauses; parts of fewer than {@value #FEWEST_WORDS} words are left out, and of many the first {@value #MOST} count.
 */
final class IntentClauses {

    static final int MOST = 8;

    private static final int FEWEST_WORDS = 3;

    // The patterns repeat only over single characters, so that no text makes them slow.
    private static final Pattern HARD = Pattern.compile("[.!?](?=\\s)|[;\\n\\r\u3002\uff1b\uff01\uff1f]");
    private static final Pattern SOFT = Pattern.compile(
            "(?:,|\\band\\b|\\bthen\\b|\\balso\\b|\\bfinally\\b|\\bafterwards?\\b)", Pattern.CASE_INSENSITIVE);
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    private static final Set<String> CUTTING = Set.of("then", "also", "finally", "afterward", "afterwards");

    private static final Set<String> ORDERS = Set.of(
            "add",
            "adjust",
            "analyse",
            "analyze",
            "apply",
            "arrange",
            "ask",
            "assign",
            "attach",
            "book",
            "browse",
            "build",
            "buy",
            "calculate",
            "call",
            "cancel",
            "change",
            "check",
            "choose",
            "clean",
            "click",
            "close",
            "collect",
            "combine",
            "compare",
            "compile",
            "compute",
            "confirm",
            "connect",
            "convert",
            "copy",
            "count",
            "create",
            "delete",
            "describe",
            "design",
            "determine",
            "develop",
            "display",
            "download",
            "draft",
            "draw",
            "edit",
            "email",
            "estimate",
            "evaluate",
            "execute",
            "explain",
            "export",
            "extract",
            "fetch",
            "filter",
            "find",
            "generate",
            "get",
            "give",
            "group",
            "help",
            "highlight",
            "identify",
            "import",
            "include",
            "insert",
            "install",
            "inform",
            "list",
            "load",
            "locate",
            "look",
            "make",
            "mark",
            "measure",
            "merge",
            "move",
            "name",
            "notify",
            "open",
            "order",
            "organize",
            "pay",
            "place",
            "plan",
            "play",
            "plot",
            "post",
            "predict",
            "prepare",
            "present",
            "print",
            "produce",
            "provide",
            "publish",
            "purchase",
            "put",
            "query",
            "read",
            "recommend",
            "record",
            "register",
            "remind",
            "remove",
            "rename",
            "rent",
            "replace",
            "reply",
            "report",
            "request",
            "reserve",
            "retrieve",
            "return",
            "review",
            "rewrite",
            "run",
            "save",
            "scan",
            "schedule",
            "search",
            "see",
            "select",
            "send",
            "set",
            "share",
            "show",
            "solve",
            "sort",
            "start",
            "stop",
            "store",
            "submit",
            "suggest",
            "summarise",
            "summarize",
            "take",
            "tell",
            "test",
            "track",
            "transfer",
            "translate",
            "turn",
            "update",
            "upload",
            "use",
            "validate",
            "verify",
            "view",
            "visualize",
            "write");

    private IntentClauses() {}

    static List<String> of(String intent) {
        List<String> clauses = new ArrayList<>();
        int start = 0;
        Matcher hard = HARD.matcher(intent);
        while (hard.find()) {
            sentence(intent.substring(start, hard.start()), clauses);
            start = hard.end();
        }
        sentence(intent.substring(start), clauses);
        return clauses.size() < 2 ? List.of() : List.copyOf(clauses.subList(0, Math.min(MOST, clauses.size())));
    }

    private static void sentence(String sentence, List<String> clauses) {
        int start = 0;
        Matcher soft = SOFT.matcher(sentence);
        while (soft.find()) {
            boolean cuts = CUTTING.contains(soft.group().toLowerCase(Locale.ROOT)) || isOrder(sentence, soft.end());
            if (cuts && words(sentence, start, soft.start()) >= FEWEST_WORDS) {
                clauses.add(sentence.substring(start, soft.start()).strip());
                start = soft.end();
            }
        }
        if (words(sentence, start, sentence.length()) >= FEWEST_WORDS) {
            clauses.add(sentence.substring(start).strip());
        }
    }

    private static boolean isOrder(String sentence, int from) {
        Matcher word = WORD.matcher(sentence).region(from, sentence.length());
        return word.find() && ORDERS.contains(word.group().toLowerCase(Locale.ROOT));
    }

    private static int words(String text, int from, int to) {
        Matcher word = WORD.matcher(text).region(from, to);
        int count = 0;
        while (count < FEWEST_WORDS && word.find()) {
            count++;
        }
        return isIdeographic(text, from, to) ? FEWEST_WORDS : count;
    }

    // Chinese is written without blanks: a stretch of it is more than one word.
    private static boolean isIdeographic(String text, int from, int to) {
        return text.substring(from, to)
                        .codePoints()
                        .filter(Character::isIdeographic)
                        .limit(FEWEST_WORDS)
                        .count()
                == FEWEST_WORDS;
    }
}
