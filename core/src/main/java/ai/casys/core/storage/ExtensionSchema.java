// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The PostgreSQL schema that an extension brings.
 *
 * @param name starts with {@code casys_}
 * @param scripts its history, in any order
 * @param globalTables tables that hold nothing of any tenant, each a decision of its author
 */
public record ExtensionSchema(String name, List<MigrationScript> scripts, Set<String> globalTables) {

    private static final Pattern NAME = Pattern.compile("casys_[a-z][a-z0-9_]{0,40}");

    public ExtensionSchema {
        Objects.requireNonNull(name, "name is null");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" is no name for an extension's schema; write casys_<name> in lower case");
        }
        scripts = List.copyOf(scripts);
        globalTables = Set.copyOf(globalTables);
        long versions =
                scripts.stream().map(MigrationScript::version).distinct().count();
        if (versions != scripts.size()) {
            throw new IllegalArgumentException("two migrations of the schema " + name + " have the same number");
        }
    }
}
