// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.boot.Maintenance;
import ai.casys.core.storage.BackupManifest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code casys restore}: replaces all data of the home by a backup. */
@Command(name = "restore", description = "Replace all data of this home by a backup; the engine must not run.")
final class RestoreCommand implements Callable<Integer> {

    @Mixin
    private final Session session;

    @Parameters(index = "0", paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("");

    @Option(names = "--replace", description = "Overwrite the data that is there.")
    private boolean replace;

    RestoreCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.requireLocal("restore");
        BackupManifest manifest = Maintenance.of(session.environment()).restore(file.toAbsolutePath(), replace);
        if (session.json()) {
            var tree = JsonMapper.builder().build().createObjectNode();
            tree.put("file", file.toString());
            tree.put("created", manifest.created());
            tree.put("tables", manifest.tables().size());
            tree.put("rows", manifest.rows());
            session.console().json(tree);
            return 0;
        }
        session.console()
                .line("restored " + manifest.rows() + " rows of "
                        + manifest.tables().size() + " tables, " + file);
        return 0;
    }
}
