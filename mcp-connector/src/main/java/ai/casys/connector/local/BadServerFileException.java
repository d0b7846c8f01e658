// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.connector.local;

/** The file of servers cannot be used; the message says where and how to mend it. */
public final class BadServerFileException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BadServerFileException(String message) {
        super(message);
    }
}
