// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.runs;

import java.util.Map;

/**
 * One call of a piece of work, with more than is kept of it.
 *
 * @param values the arguments as canonical JSON, but for those that look secret or are long
 */
public record TracedCall(RunStep step, boolean succeeded, Map<String, String> values) {
    public TracedCall {
        values = Map.copyOf(values);
    }
}
