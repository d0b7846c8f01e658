// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.settings.Environment;
import ai.casys.core.settings.Overrides;
import ai.casys.core.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every command shares: where it writes, how, and which engine it talks to. */
final class Session {

    private final Environment environment;
    private final Console console;

    private boolean json;

    Session(Environment environment, Console console) {
        this.environment = environment;
        this.console = console;
    }

    /** May stand before and after the word of a command within a command, so a later command never takes it back. */
    @Option(names = "--json", description = "Print JSON.")
    void json(boolean wanted) {
        json |= wanted;
    }

    Environment environment() {
        return environment;
    }

    Console console() {
        return console;
    }

    boolean json() {
        return json;
    }

    Path home() {
        return SettingsLoader.of(environment.variables(), environment.userHome(), Overrides.NONE)
                .home();
    }

    /** The engine to talk to, started if need be. */
    EngineClient engine() {
        return new EngineClient(locator().runningOrStarted(Optional.empty()));
    }

    /** Refuses a command that works on this machine's files while the user means a remote gateway. */
    void requireLocal(String command) {
        if (locator().isRemote()) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT,
                    "casys " + command + " works on the home of this machine, but CASYS_URL names a remote gateway;"
                            + " unset it, or run the command there");
        }
    }

    EngineLocator locator() {
        return new EngineLocator(environment, home());
    }
}
