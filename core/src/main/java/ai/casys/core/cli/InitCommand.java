// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.cli.init.CasysEntry;
import ai.casys.core.cli.init.ClientConfigs;
import ai.casys.core.cli.init.FoundConfig;
import ai.casys.core.cli.init.ImportPlan;
import ai.casys.core.cli.init.OperatingSystem;
import ai.casys.core.cli.init.WriteOutcome;
import ai.casys.core.settings.Overrides;
import ai.casys.core.settings.SettingsLoader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code casys init}: takes over the servers that other clients on this machine know, and offers itself to them. */
@Command(
        name = "init",
        description = "Import the servers of Claude Code, Claude Desktop, Cursor, VS Code, Windsurf and others.")
final class InitCommand implements Callable<Integer> {

    @Mixin
    private final Session session;

    @Option(names = "--yes", description = "Import without asking.")
    private boolean yes;

    @Option(
            names = "--connect",
            description = "Also write the entry \"casys\" into the clients' files, without asking.")
    private boolean connect;

    @Option(names = "--dry-run", description = "Say what would be done and change nothing.")
    private boolean dryRun;

    InitCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ClientConfigs configs = new ClientConfigs(Clock.system(ZoneId.systemDefault()));
        List<FoundConfig> found = configs.find(
                session.environment().userHome(),
                Path.of("").toAbsolutePath(),
                OperatingSystem.named(System.getProperty("os.name")));
        Path target = SettingsLoader.of(
                        session.environment().variables(), session.environment().userHome(), Overrides.NONE)
                .configFile();
        ImportPlan plan = configs.plan(found, target);
        ObjectNode report = describe(found, plan);
        if (!dryRun && !plan.additions().isEmpty() && agreed(yes, "Import these into " + target + "?")) {
            report.set("import", outcome(configs.apply(plan)));
        }
        if (!dryRun) {
            connect(configs, found, report);
        }
        if (session.json()) {
            session.console().json(report);
        }
        return 0;
    }

    private ObjectNode describe(List<FoundConfig> found, ImportPlan plan) {
        ObjectNode report = JsonMapper.builder().build().createObjectNode();
        var files = report.putArray("found");
        List<List<String>> rows = new ArrayList<>();
        for (FoundConfig config : found) {
            ObjectNode entry = files.addObject();
            entry.put("client", config.client().title());
            entry.put("file", config.file().toString());
            entry.put("servers", config.servers().size());
            config.problem().ifPresent(problem -> entry.put("problem", problem));
            config.problem().ifPresent(problem -> say(config.file() + " is left out: " + problem));
        }
        var additions = report.putArray("additions");
        for (ImportPlan.Addition addition : plan.additions()) {
            additions
                    .addObject()
                    .put("name", addition.name())
                    .put("client", addition.client().title())
                    .put("what", addition.server().summary());
            rows.add(List.of(
                    addition.name(),
                    addition.client().title(),
                    addition.server().summary()));
        }
        var skipped = report.putArray("skipped");
        for (ImportPlan.Skipped skip : plan.skipped()) {
            skipped.addObject().put("name", skip.name()).put("reason", skip.reason());
            say("left out: " + skip.name() + " of " + skip.client().title() + ", " + skip.reason());
        }
        if (rows.isEmpty()) {
            say(found.isEmpty() ? "no client's config was found on this machine" : "there is nothing new to import");
        } else if (!session.json()) {
            session.console().table(List.of("SERVER", "FROM", "WHAT"), rows);
        }
        return report;
    }

    private void connect(ClientConfigs configs, List<FoundConfig> found, ObjectNode report) {
        var written = report.putArray("connected");
        for (FoundConfig config : found) {
            if (config.problem().isPresent()
                    || !agreed(connect, "Let " + config.client().title() + " use casys (" + config.file() + ")?")) {
                continue;
            }
            written.add(outcome(configs.addCasysEntry(config, entry(config))));
        }
    }

    /** By program where the script is known, since that also starts the gateway; else by address. */
    private static CasysEntry entry(FoundConfig config) {
        String script = System.getProperty("casys.launcher", "");
        if (!script.isBlank()) {
            return new CasysEntry.Program(Path.of(script).toAbsolutePath());
        }
        return config.client().takesAddress()
                ? ClientConfigs.DEFAULT_ADDRESS
                : new CasysEntry.Program(Path.of("casys").toAbsolutePath());
    }

    private ObjectNode outcome(WriteOutcome outcome) {
        ObjectNode entry = JsonMapper.builder().build().createObjectNode();
        switch (outcome) {
            case WriteOutcome.Written written -> {
                entry.put("written", written.file().toString());
                written.backup().ifPresent(backup -> entry.put("backup", backup.toString()));
                say("written " + written.file()
                        + written.backup()
                                .map(backup -> ", as it was: " + backup)
                                .orElse(""));
            }
            case WriteOutcome.Unchanged unchanged -> {
                entry.put("unchanged", unchanged.file().toString());
                say(unchanged.file() + " says so already");
            }
            case WriteOutcome.LeftAlone alone -> {
                entry.put("left_alone", alone.file().toString())
                        .put("reason", alone.reason())
                        .put("snippet", alone.snippet());
                say(alone.file() + " is left alone: " + alone.reason() + "; write this into it by hand:\n"
                        + alone.snippet());
            }
        }
        return entry;
    }

    private boolean agreed(boolean already, String question) {
        if (already) {
            return true;
        }
        // A console exists even where input is no terminal; then there is nobody to ask.
        return !session.json()
                && Optional.ofNullable(System.console())
                        .filter(java.io.Console::isTerminal)
                        .map(terminal -> terminal.readLine("%s [y/N] ", question))
                        .filter(answer ->
                                answer.strip().toLowerCase(Locale.ROOT).startsWith("y"))
                        .isPresent();
    }

    private void say(String text) {
        if (!session.json()) {
            session.console().line(text);
        }
    }
}
