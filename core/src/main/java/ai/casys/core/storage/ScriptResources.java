// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.io.Reader;
import java.io.StringReader;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/** Gives Flyway exactly the scripts we name, so that it scans nothing. */
final class ScriptResources implements ResourceProvider {

    private final List<LoadableResource> resources;

    ScriptResources(List<MigrationScript> scripts) {
        this.resources = scripts.stream().<LoadableResource>map(Script::new).toList();
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return resources.stream()
                .filter(resource -> resource.getFilename().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return resources.stream()
                .filter(resource -> resource.getFilename().startsWith(prefix))
                .filter(resource -> List.of(suffixes).stream()
                        .anyMatch(suffix -> resource.getFilename().endsWith(suffix)))
                .toList();
    }

    private static final class Script extends LoadableResource {

        private final MigrationScript script;

        private Script(MigrationScript script) {
            this.script = script;
        }

        @Override
        public Reader read() {
            return new StringReader(script.sql());
        }

        @Override
        public String getAbsolutePath() {
            return script.fileName();
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return script.fileName();
        }

        @Override
        public String getFilename() {
            return script.fileName();
        }

        @Override
        public String getRelativePath() {
            return script.fileName();
        }
    }
}
