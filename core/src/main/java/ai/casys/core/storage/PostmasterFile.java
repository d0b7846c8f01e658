// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says; its lines are documented in PostgreSQL's {@code src/include/utils/pidfile.h}.
 *
 * @param port 0 while it is not yet known
 * @param ready whether connections are accepted
 */
record PostmasterFile(long pid, int port, boolean ready) {

    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    /** Reads the file; empty if there is none or it is not yet, or no longer, whole. */
    static Optional<PostmasterFile> read(Path dataDirectory) throws IOException {
        try {
            List<String> lines = Files.readAllLines(path(dataDirectory), StandardCharsets.ISO_8859_1);
            return Optional.of(new PostmasterFile(
                    Long.parseLong(line(lines, PID_LINE)),
                    line(lines, PORT_LINE).isEmpty() ? 0 : Integer.parseInt(line(lines, PORT_LINE)),
                    line(lines, STATUS_LINE).equals("ready")));
        } catch (NoSuchFileException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    static Path path(Path dataDirectory) {
        return dataDirectory.resolve("postmaster.pid");
    }

    private static String line(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index).strip() : "";
    }
}
