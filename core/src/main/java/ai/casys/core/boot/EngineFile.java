// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code engine.json}: where the engine of a home listens and the token that proves a local program may steer it. The
 * file is readable by its owner only. {@code toString} hides the token.
 *
 * @param pid process id of the engine
 * @param url base address, such as {@code http://127.0.0.1:3003}
 * @param token 256 random bits, base64url
 * @param version the program's version
 */
public record EngineFile(long pid, URI url, String token, String version) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    public EngineFile {
        Objects.requireNonNull(url, "url is null");
        Objects.requireNonNull(token, "token is null");
        Objects.requireNonNull(version, "version is null");
    }

    /** Where a home keeps it. */
    public static Path path(Path home) {
        return home.resolve("engine.json");
    }

    /** What the home's file says; empty when there is none or it cannot be understood, as after a crash. */
    public static Optional<EngineFile> read(Path home) {
        try {
            JsonNode tree = MAPPER.readTree(Files.readAllBytes(path(home)));
            return Optional.of(new EngineFile(
                    tree.path("pid").asLong(),
                    URI.create(tree.path("url").asString()),
                    tree.path("token").asString(),
                    tree.path("version").asString()));
        } catch (IOException | JacksonException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Writes it, readable by the owner only, replacing an older one as a whole. */
    void write(Path home) {
        var tree = MAPPER.createObjectNode();
        tree.put("pid", pid);
        tree.put("port", url.getPort());
        tree.put("url", url.toString());
        tree.put("token", token);
        tree.put("version", version);
        try {
            PrivateFiles.write(
                    path(home), MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the home's file. */
    static void delete(Path home) {
        try {
            Files.deleteIfExists(path(home));
        } catch (IOException _) {
            // A file that stays names a dead process, and readers check that.
        }
    }

    @Override
    public String toString() {
        return "EngineFile[" + url + ", pid " + pid + ", version " + version + "]";
    }
}
