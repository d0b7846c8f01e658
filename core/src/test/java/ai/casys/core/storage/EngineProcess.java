// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import ai.casys.shared.identity.TenantId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jooq.impl.DSL;

/** An engine in a process of its own that saves users one by one and says which are committed, until it is killed. */
public final class EngineProcess {

    private final Process process;

    private EngineProcess(Process process) {
        this.process = process;
    }

    /** The process: opens the home given and counts up from the number given. */
    public static void main(String[] arguments) {
        EmbeddedOptions quick = TestServer.quickOptions(Path.of(arguments[0]));
        EmbeddedOptions options =
                new EmbeddedOptions(quick.home(), quick.cache(), true, Optional.empty(), quick.startTimeout());
        EmbeddedPostgres server = EmbeddedPostgres.start(options);
        try (Database database = Database.open(Storage.prepare(server.address(), Optional.empty()), 2)) {
            for (int number = Integer.parseInt(arguments[1]); ; number++) {
                String name = "user " + number;
                database.inTenant(
                        TenantId.LOCAL,
                        context -> context.execute(
                                "INSERT INTO casys.app_user VALUES ({0}, gen_random_uuid(), {1})",
                                DSL.val(TenantId.LOCAL.value()), DSL.val(name)));
                System.out.println("saved " + number);
            }
        }
    }

    static EngineProcess start(Path home, int from) throws IOException {
        return new EngineProcess(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EngineProcess.class.getName(),
                        home.toString(),
                        Integer.toString(from)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Reads until so many are saved; returns the last number, or -1 if the process ended before. */
    int awaitSaved(int count) throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        int last = -1;
        int seen = 0;
        String line = lines.readLine();
        while (line != null) {
            if (line.startsWith("saved ")) {
                last = Integer.parseInt(line.substring(6));
                seen++;
            }
            if (seen == count) {
                return last;
            }
            line = lines.readLine();
        }
        return last;
    }

    /** Kills it like {@code kill -9}, and returns the last number that it still said. */
    int kill() throws IOException, InterruptedException {
        // Process.destroyForcibly would also throw away what was said and not yet read.
        process.toHandle().destroyForcibly();
        process.waitFor();
        return awaitSaved(Integer.MAX_VALUE);
    }
}
