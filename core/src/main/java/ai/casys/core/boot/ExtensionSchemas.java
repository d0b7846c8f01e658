// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.storage.ExtensionSchema;
import ai.casys.core.storage.MigrationScript;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Finds the database schemas of the extensions: the files that {@code index.txt} in each location names. */
final class ExtensionSchemas {

    private ExtensionSchemas() {}

    static List<ExtensionSchema> of(Extensions extensions) {
        return extensions.migrations().stream()
                .map(owned -> new ExtensionSchema(owned.migration().schema(), scripts(owned), Set.of()))
                .toList();
    }

    private static List<MigrationScript> scripts(Extensions.OwnedMigration owned) {
        return read(owned, "index.txt")
                .lines()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> new MigrationScript(name, read(owned, name)))
                .toList();
    }

    private static String read(Extensions.OwnedMigration owned, String name) {
        String path = owned.migration().location() + "/" + name;
        try (InputStream in = owned.classLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new CasysException(
                        ErrorCategory.CONFIGURATION,
                        "The extension " + owned.extension() + " names a migration " + path
                                + " that is not in its jar; install a complete one.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "The migration " + path + " of the extension " + owned.extension() + " cannot be read: "
                            + e.getMessage(),
                    e);
        }
    }
}
