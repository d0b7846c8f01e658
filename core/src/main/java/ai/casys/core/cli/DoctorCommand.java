// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.ErrorCategory;
import ai.casys.core.cli.Finding.Level;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.json.JsonMapper;

/** {@code casys doctor}: looks at everything the gateway stands on, and says how to mend what is broken. */
@Command(name = "doctor", description = "Check Java, home, config, port, database and every server.")
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private final Session session;

    DoctorCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<Finding> findings = new Checkup(session.environment(), session.locator()).run();
        if (session.json()) {
            printJson(findings);
        } else {
            findings.forEach(this::print);
        }
        boolean broken = findings.stream().anyMatch(finding -> finding.level() == Level.FAILURE);
        return broken ? ErrorCategory.UNAVAILABLE.exitCode() : 0;
    }

    private void print(Finding finding) {
        String mark = switch (finding.level()) {
            case OK -> "ok  ";
            case WARNING -> "warn";
            case FAILURE -> "FAIL";
        };
        session.console().line(mark + "  " + finding.what() + ": " + finding.detail());
        finding.remedy().ifPresent(remedy -> session.console().line("      mend: " + remedy));
    }

    private void printJson(List<Finding> findings) {
        var array = JsonMapper.builder().build().createArrayNode();
        for (Finding finding : findings) {
            var entry = array.addObject();
            entry.put("level", finding.level().name().toLowerCase(Locale.ROOT));
            entry.put("what", finding.what());
            entry.put("detail", finding.detail());
            finding.remedy().ifPresent(remedy -> entry.put("remedy", remedy));
        }
        session.console().json(array);
    }
}
