// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.List;

/** A {@link ContentRule} on the reading that all such rules share. */
record ContentCheck(ContentRule rule, Memo<ContentReading> reading) implements Check {
    @Override
    public String name() {
        return rule.name();
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        return reading.of(candidate).findings(rule);
    }
}
