// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.List;

/** One rule about what becomes public. Changes nothing; may be asked from any thread, by one thread at a time. */
public interface Check {

    /** One or two words in kebab-case; the report and the policy's accepted exceptions call the check by it. */
    String name();

    /**
     * Everything in {@code candidate} that breaks the rule.
     *
     * @return at most some thousands; empty if all is well
     * @throws IOException if a repository cannot be read; publication stops
     */
    List<Finding> findings(Candidate candidate) throws IOException;
}
