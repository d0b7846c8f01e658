// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.contribution;

import ai.casys.publisher.policy.Person;
import java.time.LocalDate;

/**
 * What one contributor agreed to, as the tree records it.
 *
 * @param author who granted it; the e-mail address is what counts, without regard to case
 * @param agreement the version of {@code docs/contributor-grant.md} that was agreed to, from 1
 * @param date when
 */
public record Grant(Person author, int agreement, LocalDate date) {

    /** Refuses an entry that names nobody or no text. */
    public Grant {
        if (author.name().isEmpty() || !author.email().contains("@")) {
            throw new GrantException("author is \"" + author + "\"; write \"Name <address>\"");
        }
        if (agreement < 1) {
            throw new GrantException("agreement is " + agreement + "; it is the version of the text, from 1");
        }
    }

    boolean isBy(String email) {
        return author.email().equalsIgnoreCase(email);
    }
}
