// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.check.content.Contents;
import ai.casys.publisher.check.content.Part;
import ai.casys.publisher.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
        for (Part part : contents.parts()) {
            if (part.kind() != kind) {
                continue;
            }
            if (!part.inside().isEmpty()) {
                search(check, policy, path, path + part.inside() + " (name)", part.inside(), findings);
            }
            int number = 0;
            for (String line : part.lines()) {
                number++;
                search(check, policy, path, part.place(path, number), line, findings);
            }
        }
        return findings;
    }

    private static void search(
            String check, Policy policy, String path, String place, String line, List<Finding> findings) {
        for (Pattern pattern : policy.forbidden()) {
            Matcher matcher = pattern.matcher(line);
            while (matcher.find()) {
                if (!isTolerated(policy, path, line, matcher.start(), matcher.end())
                        && !policy.accepts(check, path, matcher.group())) {
                    findings.add(new Finding(check, place, "mentions \"" + matcher.group() + "\"", REMEDY));
                }
            }
        }
    }

    private static boolean isTolerated(Policy policy, String path, String line, int start, int end) {
        return policy.tolerated().stream().anyMatch(entry -> entry.covers(path, line, start, end));
    }
}
