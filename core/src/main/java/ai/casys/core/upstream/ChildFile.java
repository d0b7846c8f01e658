// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code $CASYS_HOME/run/children/NAME.json}: the processes of one server, so that the engine's next start can end those
 * that a killed engine left behind. One file a server, replaced as a whole, so that servers never wait for each other.
 * Not for use by two threads at once.
 */
final class ChildFile {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String SUFFIX = ".json";

    private final Path file;

    private ChildFile(Path file) {
        this.file = file;
    }

    /** The file of the named server. */
    static ChildFile of(Path home, String server) {
        return new ChildFile(folder(home).resolve(server + SUFFIX));
    }

    /** The files of all servers. */
    static List<ChildFile> all(Path home) throws IOException {
        List<ChildFile> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder(home), "*" + SUFFIX)) {
            found.forEach(file -> files.add(new ChildFile(file)));
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return files;
    }

    /** Writes these processes in place of the former ones; none removes the file. */
    void write(Collection<ChildProcess> processes) throws IOException {
        if (processes.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        OwnerOnly.createDirectories(file.getParent());
        ObjectNode root = MAPPER.createObjectNode();
        ArrayNode list = root.putArray("processes");
        for (ChildProcess process : processes) {
            ObjectNode entry = list.addObject();
            entry.put("pid", process.pid());
            entry.put("started", process.started().toString());
            process.command().ifPresent(command -> entry.put("command", command));
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, MAPPER.writeValueAsBytes(root));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The processes written last; what cannot be understood is left out, since nothing may be ended on a guess. */
    List<ChildProcess> read() throws IOException {
        List<ChildProcess> processes = new ArrayList<>();
        try {
            for (JsonNode entry : MAPPER.readTree(Files.readAllBytes(file)).path("processes")) {
                parse(entry).ifPresent(processes::add);
            }
        } catch (JacksonException e) {
            return List.of();
        }
        return processes;
    }

    /** Removes the file. */
    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public String toString() {
        return file.toString();
    }

    private static Optional<ChildProcess> parse(JsonNode entry) {
        JsonNode command = entry.path("command");
        if (!entry.path("pid").isIntegralNumber() || !entry.path("started").isString()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ChildProcess(
                    entry.path("pid").asLong(),
                    Instant.parse(entry.path("started").asString()),
                    command.isString() ? Optional.of(command.asString()) : Optional.empty()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Path folder(Path home) {
        return home.resolve("run").resolve("children");
    }
}
