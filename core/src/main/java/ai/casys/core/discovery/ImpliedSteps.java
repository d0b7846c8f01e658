// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What an intent needs besides what it says: "put it in report.md" needs a tool that writes files, though no word of it
 * says so. Each rule has a sign in the text and a step in the words of a tool's description. At most {@value #MOST} steps,
 * in the order of their signs; English only.
 */
final class ImpliedSteps {

    static final int MOST = 3;

    private record Rule(Pattern sign, String step) {}

    // Every repetition is bounded or over single characters, so that no text makes them slow.
    private static final List<Rule> RULES = List.of(
            rule(
                    "\\b(?:save|store|write|export|record|output|put|compile|document|summari[sz]e)\\b[^.!?]{0,200}"
                            + "(?:\\.(?:md|txt|csv|json|html|log|py)\\b|\\bmarkdown\\b"
                            + "|\\b(?:text|json|csv|local|new) file\\b|\\bfile (?:called|named)\\b"
                            + "|\\bto (?:a|the|my) (?:file|desktop|disk|folder)\\b)",
                    "write text content to a file"),
            rule("\\.docx?\\b|\\bword (?:document|file)\\b|\\bdocx\\b", "create a Word document"),
            rule("\\.pptx?\\b|\\bpower ?point\\b|\\bslides?\\b|\\bpptx?\\b", "create a PowerPoint presentation"),
            rule("\\.xlsx?\\b|\\bexcel\\b|\\bspreadsheet\\b|\\bxlsx\\b", "write data to an Excel workbook"),
            rule("\\.pdf\\b|\\bpdfs?\\b", "read the text of a PDF document"),
            rule("https?://|\\bwww\\.", "fetch the content of a web page from a URL"),
            rule(
                    // Not in "reports/today.md".
                    "(?<![\\w./-])(?:today|tomorrow|yesterday|tonight|right now|this (?:week|weekend|month|year)"
                            + "|next (?:week|weekend|month)|current (?:date|time))\\b(?![.-]\\w)",
                    "get the current date and time"),
            rule(
                    "\\b(?:calculate|compute|work out|add up|sum up)\\b|\\b(?:total|average) (?:cost|price|amount|of)\\b",
                    "calculate an arithmetic expression"),
            rule(
                    // One that is to be made has nothing in it yet.
                    "(?<!\\b(?:create|make) (?:a |the )?|\\bnew )\\b(?:folder|directory|directories)\\b"
                            + "|(?:^|\\s)/[a-z]{1,40}/[\\w./-]",
                    "list the files in a directory"),
            rule(
                    "\\b(?:nearby|nearest|closest|near|around|within \\d{1,6} ?(?:km|m|miles?|kilomet|meters?|minutes?))",
                    "search for places nearby"),
            rule(
                    "\\b(?:route|directions?|drive from|driving|walking distance|how far|distance (?:from|between))\\b",
                    "get directions between two places"),
            rule(
                    "\\b(?:nearby|nearest|closest|around|coordinates|route|directions?|distance|address|map)\\b",
                    "geocode an address to coordinates"));

    private ImpliedSteps() {}

    /** The steps that an intent implies, in words for a tool's description. */
    static List<String> of(String intent) {
        record Implied(int start, String step) {}
        return RULES.stream()
                .flatMap(
                        rule -> first(rule.sign(), intent).map(sign -> new Implied(sign.start(), rule.step())).stream())
                .sorted(Comparator.comparingInt(Implied::start))
                .limit(MOST)
                .map(Implied::step)
                .toList();
    }

    private static Optional<MatchResult> first(Pattern sign, String intent) {
        return sign.matcher(intent).results().findFirst();
    }

    private static Rule rule(String sign, String step) {
        return new Rule(Pattern.compile(sign, Pattern.CASE_INSENSITIVE), step);
    }
}
