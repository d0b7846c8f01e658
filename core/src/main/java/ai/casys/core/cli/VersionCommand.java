// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.About;
import ai.casys.core.boot.Program;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.json.JsonMapper;

/** {@code casys version}: what this is, and where its source can be had. */
@Command(name = "version", description = "Print version, licence and where the source is.")
final class VersionCommand implements Callable<Integer> {

    @Mixin
    private final Session session;

    VersionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        About about = Program.about();
        if (session.json()) {
            var tree = JsonMapper.builder().build().createObjectNode();
            tree.put("name", about.name());
            tree.put("version", about.version());
            tree.put("licence", about.license());
            tree.put("source", about.source().toString());
            tree.put("java", Runtime.version().toString());
            session.console().json(tree);
            return 0;
        }
        session.console().line("casys " + about.version() + " (Java " + Runtime.version() + ")");
        session.console().line("licence " + about.license() + ", source " + about.source());
        return 0;
    }
}
