// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.List;

/** No notes are published: they hang on commits and nobody sees them coming. */
final class Notes implements Check {
    static final String PREFIX = "refs/notes/";

    @Override
    public String name() {
        return "notes";
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        return Refs.under(candidate, PREFIX)
                .map(ref ->
                        new Finding(name(), ref, "is a notes ref", "delete it; the push must name main and tags only"))
                .toList();
    }
}
