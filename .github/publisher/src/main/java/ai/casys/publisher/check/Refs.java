// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;

/** The public repository has one branch, and tags; notes and replace refs have rules of their own. */
final class Refs implements Check {
    /** Made by the host for each pull request; nobody can push there. */
    private static final List<String> OF_THE_HOST = List.of("refs/pull/", "refs/merge-requests/");

    @Override
    public String name() {
        return "refs";
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        return all(candidate).stream()
                .filter(ref -> !ref.equals(Constants.R_HEADS + candidate.branch()))
                .filter(ref -> !ref.startsWith(Constants.R_TAGS))
                .filter(ref -> !ref.startsWith(Notes.PREFIX) && !ref.startsWith(ReplaceRefs.PREFIX))
                .filter(ref -> OF_THE_HOST.stream().noneMatch(ref::startsWith))
                .map(ref -> new Finding(
                        name(),
                        ref,
                        "is neither " + Constants.R_HEADS + candidate.branch() + " nor a tag",
                        "delete it; only that branch and the tags of the policy are public"))
                .toList();
    }

    static Stream<String> under(Candidate candidate, String prefix) throws IOException {
        return all(candidate).stream().filter(ref -> ref.startsWith(prefix));
    }

    /** Every ref, whether the candidate tells of it or its repository has it. */
    private static Set<String> all(Candidate candidate) throws IOException {
        Set<String> all = new TreeSet<>(candidate.refs().keySet());
        for (Ref ref : candidate.repository().getRefDatabase().getRefs()) {
            if (!ref.isSymbolic() && ref.getName().startsWith("refs/")) {
                all.add(ref.getName());
            }
        }
        return all;
    }
}
