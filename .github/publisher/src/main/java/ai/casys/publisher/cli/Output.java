// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.cli;

import ai.casys.publisher.publishing.Plan;
import ai.casys.publisher.report.Json;
import ai.casys.publisher.report.Markdown;
import ai.casys.publisher.report.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the report goes: Markdown on the standard output, or either form into a file. */
final class Output {
    @Option(names = "--markdown", paramLabel = "FILE", description = "write the report as Markdown to this file")
    private @Nullable Path markdown;

    @Option(names = "--json", paramLabel = "FILE", description = "write the report as JSON to this file")
    private @Nullable Path json;

    private int code = Main.DONE;

    /** Writes the report of a plan when it is there, and remembers the exit code. */
    Consumer<Plan> receiver(PrintStream out, boolean pushes) {
        return plan -> {
            try {
                write(Report.of(plan, pushes), out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            code = plan.refused() ? Main.REFUSED : Main.DONE;
        };
    }

    int code() {
        return code;
    }

    private void write(Report report, PrintStream out) throws IOException {
        String text = Markdown.of(report);
        if (markdown != null) {
            Files.writeString(markdown, text);
        }
        if (json != null) {
            Files.writeString(json, Json.of(report));
        }
        out.print(text);
    }
}
