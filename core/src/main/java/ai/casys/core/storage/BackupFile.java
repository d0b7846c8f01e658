// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.storage.BackupManifest.TablePart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A backup file that was checked from end to end before anything is done with it. For one thread; close it. */
final class BackupFile implements AutoCloseable {

    private static final int MANIFEST_LIMIT = 10 * 1024 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path path;
    private final ZipFile zip;
    private final BackupManifest manifest;

    private BackupFile(Path path, ZipFile zip, BackupManifest manifest) {
        this.path = path;
        this.zip = zip;
        this.manifest = manifest;
    }

    /**
     * Opens a file and compares every entry with what the manifest says of it.
     *
     * @throws CasysException {@link ErrorCategory#INVALID_INPUT} if it is no whole backup
     */
    static BackupFile open(Path path) {
        try {
            ZipFile zip = new ZipFile(path.toFile());
            try {
                BackupFile file = new BackupFile(path, zip, manifest(path, zip));
                file.verify();
                return file;
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (IOException e) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT,
                    "the file " + path + " cannot be read as a backup (" + e.getMessage()
                            + "); name a file that casys backup wrote",
                    e);
        }
    }

    BackupManifest manifest() {
        return manifest;
    }

    /** The rows of a table; reading to the end compares them with the manifest once more. */
    InputStream rows(TablePart table) throws IOException {
        return zip.getInputStream(entry(table));
    }

    CasysException damaged(String what) {
        return damaged(path, what);
    }

    private void verify() throws IOException {
        Set<String> names = new HashSet<>();
        for (TablePart table : manifest.tables()) {
            if (!names.add(table.entry())) {
                throw damaged("names " + table.entry() + " twice");
            }
            Digests.Passing passing = new Digests.Passing(OutputStream.nullOutputStream());
            try (InputStream rows = rows(table)) {
                byte[] buffer = new byte[1 << 16];
                int length = rows.read(buffer);
                // An entry may claim any size; more than the manifest says is not even unpacked.
                while (length >= 0 && passing.count() <= table.bytes()) {
                    passing.write(buffer, 0, length);
                    length = rows.read(buffer);
                }
            }
            if (passing.count() != table.bytes()
                    || !HexFormat.of().formatHex(passing.digest()).equals(table.sha256())) {
                throw damaged(
                        "holds other rows of " + table.schema() + "." + table.table() + " than its manifest says");
            }
        }
    }

    private ZipEntry entry(TablePart table) {
        ZipEntry entry = zip.getEntry(table.entry());
        if (entry == null) {
            throw damaged("lacks " + table.entry());
        }
        return entry;
    }

    private static BackupManifest manifest(Path path, ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(BackupManifest.ENTRY);
        if (entry == null) {
            throw damaged(path, "lacks " + BackupManifest.ENTRY);
        }
        try (InputStream text = zip.getInputStream(entry)) {
            byte[] bytes = text.readNBytes(MANIFEST_LIMIT);
            int format = JSON.readTree(bytes).path("format").asInt(0);
            if (format != BackupManifest.FORMAT) {
                throw damaged(path, "has the format " + format + ", this program knows " + BackupManifest.FORMAT);
            }
            return JSON.readValue(bytes, BackupManifest.class);
        } catch (JacksonException | NullPointerException e) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT,
                    damaged(path, "has an unreadable manifest").getMessage(),
                    e);
        }
    }

    private static CasysException damaged(Path path, String what) {
        return new CasysException(
                ErrorCategory.INVALID_INPUT,
                "the backup " + path + " " + what + "; nothing was changed. Use another copy of it");
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
