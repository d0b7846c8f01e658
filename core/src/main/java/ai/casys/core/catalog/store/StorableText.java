// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.store;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;

/** PostgreSQL's {@code text} holds every character but U+0000. */
final class StorableText {

    private StorableText() {}

    /** The text itself, or {@link ErrorCategory#INVALID_INPUT} with what it is. */
    static String require(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT,
                    what.replace('\0', '\uFFFD')
                            + " holds the character U+0000, which cannot be stored; the server has to leave it out");
        }
        return text;
    }
}
