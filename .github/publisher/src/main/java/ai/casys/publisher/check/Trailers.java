// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Every public commit names, once, the private commit it was made from and the policy it was filtered by. */
final class Trailers implements CommitRule {
    static final String ORIGIN = "Origin-Commit";
    static final String POLICY = "Policy-Version";
    static final String EPOCH = "Publication-Epoch";
    private static final Pattern VERSION = Pattern.compile("[0-9]+-[0-9a-f]{12,40}");

    @Override
    public String name() {
        return "trailers";
    }

    @Override
    public List<Finding> findings(Candidate candidate, List<PublicCommit> commits) {
        List<Finding> findings = new ArrayList<>();
        for (PublicCommit commit : commits) {
            problem(commit)
                    .ifPresent(problem -> findings.add(new Finding(
                            name(),
                            commit.place(),
                            problem,
                            "do not publish; the translation is at fault, or somebody else wrote this commit")));
        }
        return findings;
    }

    private static Optional<String> problem(PublicCommit commit) {
        List<String> origins = commit.text().trailers(ORIGIN);
        if (origins.size() != 1) {
            return Optional.of("has " + origins.size() + " trailers " + ORIGIN + " where there is one");
        }
        if (!origins.getFirst().equals(commit.published().origin().name())) {
            return Optional.of(ORIGIN + " is not the private commit it was made from");
        }
        List<String> policies = commit.text().trailers(POLICY);
        if (policies.size() != 1 || !VERSION.matcher(policies.getFirst()).matches()) {
            return Optional.of("names no policy by one trailer " + POLICY);
        }
        return Optional.empty();
    }
}
