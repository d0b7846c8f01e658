// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.policy.Policy;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** No path mentions what public text may not mention. */
final class ForbiddenNames implements TreeRule {
    @Override
    public String name() {
        return "forbidden-names";
    }

    @Override
    public List<Finding> findings(Candidate candidate, PublishedTrees trees) {
        return trees.files().stream()
                .flatMap(file -> findings(candidate.policy(), file.path()))
                .toList();
    }

    private Stream<Finding> findings(Policy policy, String path) {
        return policy.forbidden().stream()
                .map(pattern -> pattern.matcher(path))
                .filter(Matcher::find)
                .filter(matcher -> !tolerated(policy, path, matcher))
                .map(Matcher::pattern)
                .map(Pattern::pattern)
                .map(pattern -> new Finding(
                        name(),
                        path,
                        "the name mentions what public text may not mention: " + pattern,
                        "rename the file, or move it to a private folder"));
    }

    private boolean tolerated(Policy policy, String path, Matcher matcher) {
        return policy.tolerated().stream().anyMatch(entry -> entry.covers(path, path, matcher.start(), matcher.end()))
                || policy.accepts(name(), path, path);
    }
}
