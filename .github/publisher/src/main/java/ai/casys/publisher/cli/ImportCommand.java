// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.cli;

import ai.casys.publisher.contribution.ContributionImport;
import ai.casys.publisher.contribution.ImportRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code import}: a public pull request becomes a private branch, with its authors. */
@Command(name = "import", sortOptions = false, description = "Brings a public pull request onto a new private branch.")
final class ImportCommand implements Callable<Integer> {
    @Mixin
    private final Repositories repositories = new Repositories();

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private From from;

    @Option(
            names = "--base",
            paramLabel = "COMMIT",
            description = "with --patch: the public commit it was made on (default: the newest)")
    private @Nullable String base;

    @Option(
            names = "--label",
            paramLabel = "TEXT",
            description = "what the trailer Public-PR says (default: the number of the pull request)")
    private @Nullable String label;

    @Option(
            names = "--into",
            paramLabel = "BRANCH",
            description = "the private branch to create (default: import/ and the number)")
    private @Nullable String into;

    @Option(
            names = "--build-files-reviewed",
            description = "somebody read what it changes in files that our machines execute")
    private boolean reviewed;

    private final PrintStream out;

    ImportCommand(PrintStream out) {
        this.out = out;
    }

    /** Where the contribution is. */
    private static final class From {
        @Option(names = "--pull-request", paramLabel = "NUMBER", description = "its number at the host")
        private @Nullable Integer number;

        @Option(names = "--ref", paramLabel = "REF", description = "a ref of the public repository, by full name")
        private @Nullable String ref;

        @Option(names = "--patch", paramLabel = "FILE", description = "what git format-patch --stdout wrote")
        private @Nullable Path patch;
    }

    @Override
    public Integer call() throws IOException {
        String name = label != null ? label : from.number != null ? from.number.toString() : "";
        String branch = into != null ? into : from.number != null ? "import/" + from.number : "";
        if (name.isEmpty() || branch.isEmpty()) {
            throw new IllegalArgumentException("name the contribution with --label and the branch with --into");
        }
        out.print(new ContributionImport(new ImportRequest(
                        repositories.privateFolder(),
                        repositories.publicRepository(),
                        repositories.branch(),
                        source(),
                        name,
                        branch,
                        reviewed))
                .run()
                .markdown());
        return Main.DONE;
    }

    private ImportRequest.Source source() {
        if (from.patch != null) {
            return new ImportRequest.Source.Patch(from.patch, Optional.ofNullable(base));
        }
        return new ImportRequest.Source.Ref(from.ref != null ? from.ref : "refs/pull/" + from.number + "/head");
    }
}
