// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.boot.Maintenance;
import ai.casys.core.identity.keyset.Keyset;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.json.JsonMapper;

/** {@code casys keys}: the keys that seal what is stored and handed out. */
@Command(
        name = "keys",
        description = "The keys of this installation, keys.json in its home.",
        synopsisSubcommandLabel = "COMMAND")
final class KeysCommand implements Runnable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec specification;

    private KeysCommand() {}

    static CommandLine with(Session session) {
        CommandLine keys = new CommandLine(new KeysCommand());
        keys.addMixin("session", session);
        keys.addSubcommand(new Rotate(session));
        keys.addSubcommand(new Accept(session));
        return keys;
    }

    @Override
    public void run() {
        throw new ParameterException(specification.commandLine(), "a command is missing");
    }

    /** {@code casys keys rotate}. */
    @Command(name = "rotate", description = "Add a key and seal with it from the next start on; older keys still open.")
    private static final class Rotate implements Runnable {

        @Mixin
        private final Session session;

        Rotate(Session session) {
            this.session = session;
        }

        @Override
        public void run() {
            session.requireLocal("keys rotate");
            Keyset keyset = Maintenance.of(session.environment()).rotateKeys();
            if (session.json()) {
                var tree = MAPPER.createObjectNode();
                tree.put("primary", keyset.primaryId());
                var keys = tree.putArray("keys");
                keyset.keyIds().forEach(keys::add);
                session.console().json(tree);
                return;
            }
            session.console()
                    .line("the new key " + keyset.primaryId() + " counts from the next start on; the keyset holds "
                            + keyset.keyIds().size() + " keys. Save keys.json anew, and copy it to every other node.");
        }
    }

    /** {@code casys keys accept}. */
    @Command(
            name = "accept",
            description = "Let the database accept the keyset that is here now, or a new one if there is none."
                    + " What only a missing key could open is lost. The engine must not run.")
    private static final class Accept implements Runnable {

        @Mixin
        private final Session session;

        Accept(Session session) {
            this.session = session;
        }

        @Override
        public void run() {
            session.requireLocal("keys accept");
            List<String> given = Maintenance.of(session.environment()).acceptKeys();
            if (session.json()) {
                var tree = MAPPER.createObjectNode();
                var keys = tree.putArray("given_up");
                given.forEach(keys::add);
                session.console().json(tree);
                return;
            }
            session.console()
                    .line(
                            given.isEmpty()
                                    ? "the database and the keyset belong together, nothing was given up"
                                    : "given up, with all that only they could open: " + String.join(", ", given));
        }
    }
}
