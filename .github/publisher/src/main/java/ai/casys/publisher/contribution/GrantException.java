// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.contribution;

/** The file of contributors' grants cannot be read. The message names the entry, the rule and what to write instead. */
public final class GrantException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message for the person who wrote the entry. */
    public GrantException(String message) {
        super(message);
    }
}
