// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.List;

/** No replace refs are published: their very names are ids of private commits. */
final class ReplaceRefs implements Check {
    static final String PREFIX = "refs/replace/";

    @Override
    public String name() {
        return "replace-refs";
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        return Refs.under(candidate, PREFIX)
                .map(ref -> new Finding(
                        name(), ref, "is a replace ref", "delete it; the push must name main and tags only"))
                .toList();
    }
}
