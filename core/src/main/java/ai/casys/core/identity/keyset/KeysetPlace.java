// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.identity.keyset;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.settings.KeysetSettings;
import ai.casys.core.storage.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * Where the keyset of this process is kept: in {@code CASYS_KEYSET} if that is set, else in {@code keys.json} of the
 * home. Nothing it says ever quotes the content. Used by one thread, by the holder of the home's lock.
 */
public final class KeysetPlace {

    private static final int LARGEST = 1 << 16;

    private final Path file;
    private final Optional<String> variable;

    private KeysetPlace(Path file, Optional<String> variable) {
        this.file = file;
        this.variable = variable;
    }

    /** The place for a home. */
    public static KeysetPlace of(Path home, KeysetSettings settings) {
        return new KeysetPlace(home.resolve("keys.json"), settings.value());
    }

    /**
     * The keyset; empty if there is no file yet.
     *
     * @throws CasysException {@link ErrorCategory#CONFIGURATION} if there is one that cannot be used
     */
    public Optional<Keyset> load() {
        if (variable.isPresent()) {
            return Optional.of(parse(decoded(variable.get())));
        }
        try {
            if (Files.size(file) > LARGEST) {
                throw refusal("is larger than " + LARGEST + " bytes");
            }
            requirePrivate();
            return Optional.of(parse(Files.readAllBytes(file)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION, "the keyset " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Writes the file, whole or not at all, readable by its owner only.
     *
     * @throws CasysException {@link ErrorCategory#CONFIGURATION} if it cannot be written, or the keyset comes from
     *     {@code CASYS_KEYSET}, which only the operator can change
     */
    public void save(Keyset keyset) {
        if (variable.isPresent()) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the keyset comes from CASYS_KEYSET, which this program cannot change; unset it, write the keyset to "
                            + file + ", run the command again, and set CASYS_KEYSET to what the file then holds");
        }
        try {
            DurableFiles.write(file, KeysetFormat.print(keyset));
        } catch (IOException e) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the keyset cannot be written to " + file + " (" + e.getMessage()
                            + "); make the home writable, or set CASYS_KEYSET",
                    e);
        }
    }

    /** How to name it in a message. */
    public String description() {
        return variable.isPresent() ? "CASYS_KEYSET" : file.toString();
    }

    private Keyset parse(byte[] json) {
        try {
            return KeysetFormat.parse(json);
        } catch (IllegalArgumentException e) {
            throw refusal(String.valueOf(e.getMessage()));
        }
    }

    /** JSON stands for itself, everything else has to be base64 of JSON, of either alphabet. */
    private byte[] decoded(String text) {
        String stripped = text.strip();
        if (stripped.startsWith("{")) {
            return stripped.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getUrlDecoder()
                    .decode(stripped.replace('+', '-').replace('/', '_').replaceAll("\\s", ""));
        } catch (IllegalArgumentException _) {
            throw refusal("is neither JSON nor base64 of JSON");
        }
    }

    private void requirePrivate() throws IOException {
        if (!DurableFiles.hasModes(file)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file, new LinkOption[0]);
        if (permissions.contains(PosixFilePermission.OTHERS_READ)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw refusal("may be read or written by every user of this machine; run: chmod 600 " + file);
        }
    }

    private CasysException refusal(String problem) {
        return new CasysException(
                ErrorCategory.CONFIGURATION,
                "the keyset in " + description() + " " + problem
                        + "; bring back the one that this installation was started with (it belongs to the backup)");
    }
}
