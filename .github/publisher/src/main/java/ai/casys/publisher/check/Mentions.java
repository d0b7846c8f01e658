// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.check.content.Contents;
import ai.casys.publisher.check.content.Part;
import ai.casys.publisher.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/** Finds what the policy forbids to mention, line by line. */
public final class Mentions {
    private static final String REMEDY =
            "say it without naming what is private; if that cannot be helped, the policy tolerates a place by name";

    private Mentions() {}

    /**
     * The mentions in those parts of a file that are of one kind, the names of archive entries among them.
     *
     * @param check by whose name exceptions were accepted
     */
    public static List<Finding> in(String check, Policy policy, String path, Contents contents, Part.Kind kind) {
        List<Finding> findings = new ArrayList<>();
        Search search = new Search(
                check,
                policy,
                path,
                policy.forbidden().stream().map(pattern -> pattern.matcher("")).toList());
        for (Part part : contents.parts()) {
            if (part.kind() != kind) {
                continue;
            }
            if (!part.inside().isEmpty()) {
                findings.addAll(search.in(part.inside(), path + part.inside() + " (name)"));
            }
            int number = 0;
            for (String line : part.lines()) {
                number++;
                if (!line.isEmpty()) {
                    findings.addAll(search.in(line, part.place(path, number)));
                }
            }
        }
        return findings;
    }

    /** In one file; the matchers are used again and again, as there are many lines and few mentions. */
    private record Search(String check, Policy policy, String path, List<Matcher> matchers) {
        List<Finding> in(String line, String place) {
            List<Finding> findings = List.of();
            for (Matcher matcher : matchers) {
                matcher.reset(line);
                while (matcher.find()) {
                    if (isTolerated(policy, path, line, matcher.start(), matcher.end())
                            || policy.accepts(check, path, matcher.group())) {
                        continue;
                    }
                    if (findings.isEmpty()) {
                        findings = new ArrayList<>();
                    }
                    findings.add(new Finding(check, place, "mentions \"" + matcher.group() + "\"", REMEDY));
                }
            }
            return findings;
        }
    }

    private static boolean isTolerated(Policy policy, String path, String line, int start, int end) {
        return policy.tolerated().stream().anyMatch(entry -> entry.covers(path, line, start, end));
    }
}
