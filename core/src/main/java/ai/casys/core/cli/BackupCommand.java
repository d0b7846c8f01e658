// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.boot.Maintenance;
import ai.casys.core.storage.BackupManifest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code casys backup}: writes all data of the home to a file. */
@Command(name = "backup", description = "Write all data of this home to a file; the engine may run.")
final class BackupCommand implements Callable<Integer> {

    @Mixin
    private final Session session;

    @Parameters(index = "0", paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("");

    BackupCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.requireLocal("backup");
        BackupManifest manifest = Maintenance.of(session.environment()).backup(file.toAbsolutePath());
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
                .line("saved " + manifest.rows() + " rows of "
                        + manifest.tables().size() + " tables, " + file);
        return 0;
    }
}
