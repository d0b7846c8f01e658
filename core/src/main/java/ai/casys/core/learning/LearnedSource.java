// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.api.Caller;
import ai.casys.core.catalog.ToolKey;
import ai.casys.shared.identity.TenantId;
import java.util.List;

/** Where searches learn what was learned. Answers at once; safe for any number of threads. */
public interface LearnedSource {

    /** Nobody has learned anything. */
    LearnedSource NONE = new LearnedSource() {
        @Override
        public LearnedSnapshot snapshot(TenantId tenant) {
            return LearnedSnapshot.EMPTY;
        }

        @Override
        public List<ToolKey> recent(Caller caller, String run) {
            return List.of();
        }
    };

    /** What a tenant has learned, as of a moment ago. */
    LearnedSnapshot snapshot(TenantId tenant);

    /** The last few tools that succeeded in a caller's session or run, the last one first. */
    List<ToolKey> recent(Caller caller, String run);
}
