// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import java.io.Closeable;
import java.io.IOException;

/** A client that calls the echo, one call after another. One thread at a time. */
interface LoadClient extends Closeable {

    /**
     * Calls the echo with a text without quotes.
     *
     * @param id not used by this client before
     * @return whether exactly that text came back under the same id
     * @throws IOException if no answer came; nothing can be called any more
     */
    boolean call(long id, String text) throws IOException;
}
