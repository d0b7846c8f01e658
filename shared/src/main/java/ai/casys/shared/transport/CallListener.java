// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.mcp.ProgressParams;

/** Hears how far a call has come. */
@FunctionalInterface
public interface CallListener {

    /** Wants no progress; the server is not asked for any. */
    CallListener NONE = progress -> {};

    /** Called on a reading thread; must return quickly. */
    void progress(ProgressParams progress);
}
