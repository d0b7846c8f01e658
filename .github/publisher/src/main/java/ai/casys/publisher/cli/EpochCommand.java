// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.cli;

import ai.casys.publisher.publishing.PublicationException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import org.eclipse.jgit.lib.ObjectId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code epoch}: restarts publication after the private history was rewritten. For people, never for a workflow. */
@Command(
        name = "epoch",
        sortOptions = false,
        description = "Restarts on top of what is public, after the private history was rewritten.")
final class EpochCommand implements Callable<Integer> {
    @Mixin
    private final Repositories repositories = new Repositories();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--expected-tip",
            paramLabel = "COMMIT",
            required = true,
            description = "the newest public commit, 40 digits: proof that you looked at it")
    @SuppressWarnings("NullAway.Init")
    private String expected;

    @Mixin
    private final Proof proof = new Proof();

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream error;

    EpochCommand(Map<String, String> environment, PrintStream out, PrintStream error) {
        this.environment = environment;
        this.out = out;
        this.error = error;
    }

    @Override
    public Integer call() throws IOException {
        if (!ObjectId.isId(expected)) {
            throw new PublicationException("\"" + expected + "\" is no commit; write all 40 digits");
        }
        proof.publisher(environment, error)
                .restart(repositories.request(environment), ObjectId.fromString(expected), output.receiver(out, true));
        return output.code();
    }
}
