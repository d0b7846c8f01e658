// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.publishing;

/** Publication is refused. The message names what was found, the rule and the remedy; the program ends with 2. */
public final class PublicationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message for the person who reads the report. */
    public PublicationException(String message) {
        super(message);
    }
}
