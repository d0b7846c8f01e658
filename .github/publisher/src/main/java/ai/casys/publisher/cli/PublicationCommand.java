// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.cli;

import ai.casys.publisher.publishing.Publisher;
import ai.casys.publisher.publishing.Request;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plan}, {@code publish}, {@code verify} and {@code audit}, which take the same options. */
@Command(sortOptions = false)
final class PublicationCommand implements Callable<Integer> {

    /** Which of them. */
    enum Kind {
        PLAN,
        PUBLISH,
        VERIFY,
        AUDIT;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Mixin
    private final Repositories repositories = new Repositories();

    @Mixin
    private final Output output = new Output();

    @Option(names = "--prove", description = "with plan: build, test and start the public tree alone, as publish does")
    private boolean prove;

    @Mixin
    private final Proof proof = new Proof();

    private final Kind kind;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream error;

    PublicationCommand(Kind kind, Map<String, String> environment, PrintStream out, PrintStream error) {
        this.kind = kind;
        this.environment = environment;
        this.out = out;
        this.error = error;
    }

    @Override
    public Integer call() throws IOException {
        Request request = repositories.request(environment);
        Publisher publisher = proof.publisher(environment, error);
        switch (kind) {
            case PLAN -> publisher.plan(request, prove, output.receiver(out, false));
            case PUBLISH -> publisher.publish(request, output.receiver(out, true));
            case VERIFY -> publisher.verify(request, false, output.receiver(out, false));
            case AUDIT -> publisher.verify(request, true, output.receiver(out, false));
        }
        return output.code();
    }
}
