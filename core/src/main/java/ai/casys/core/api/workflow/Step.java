// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api.workflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One call of one tool.
 *
 * @param id unique within the workflow; letters, digits, {@code _} and {@code -}, at most 64
 * @param tool the tool's listed name
 * @param arguments where each argument comes from, in a stable order
 * @param after ids of the steps that must have ended before this one starts, those it takes values from included
 */
public record Step(String id, String tool, Map<String, Argument> arguments, Set<String> after) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public Step {
        Objects.requireNonNull(tool, "tool is null");
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "\"" + id + "\" is no id of a step; use 1 to 64 letters, digits, underscores and hyphens");
        }
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        Set<String> all = new LinkedHashSet<>(after);
        for (Argument argument : arguments.values()) {
            if (argument instanceof Argument.FromStep from) {
                all.add(from.step());
            }
        }
        if (all.contains(id)) {
            throw new IllegalArgumentException("step \"" + id + "\" waits for itself");
        }
        after = Collections.unmodifiableSet(all);
    }
}
