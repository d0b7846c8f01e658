// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.spi;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A PostgreSQL schema of an extension's own, and the SQL files that bring it up to date. It has a history of its own;
 * core's tables never refer to it.
 *
 * @param schema the schema's name, {@code casys_} and a name of its own in lower case
 * @param location the folder of the versioned SQL files on the extension's class path, such as
 *     {@code db/example}; without a slash at either end
 *     A file {@code index.txt} in it lists their names, one a line
 */
public record Migration(String schema, String location) {

    private static final Pattern SCHEMA = Pattern.compile("casys_[a-z][a-z0-9_]{0,40}");
    private static final Pattern LOCATION = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*");

    public Migration {
        Objects.requireNonNull(schema, "schema is null");
        Objects.requireNonNull(location, "location is null");
        if (!SCHEMA.matcher(schema).matches()) {
            throw new IllegalArgumentException("The schema \"" + schema + "\" must be of the form " + SCHEMA);
        }
        if (!LOCATION.matcher(location).matches()) {
            throw new IllegalArgumentException("The location \"" + location + "\" must be of the form " + LOCATION);
        }
    }
}
