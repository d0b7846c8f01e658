// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TarUnpackerTest {

    @TempDir
    private Path directory;

    @Test
    void filesModesAndLinksComeOut() throws IOException {
        Path root = root();
        unpack(root, file("bin/tool", 0755), file("lib/a.so.1", 0644), link("lib/a.so", "a.so.1"));

        assertThat(root.resolve("bin/tool")).isExecutable().hasContent("x");
        assertThat(root.resolve("lib/a.so")).isSymbolicLink().hasContent("x");
    }

    @Test
    void anEntryThatWouldLeaveTheDirectoryIsAnError() throws IOException {
        refused(file("../escaped", 0644));
        refused(file("bin/../../escaped", 0644));
        refused(link("out", "../.."));
        refused(link("out", "/etc"));
        refused(file("twice", 0644), file("twice", 0644));
        assertThat(directory.resolve("escaped")).doesNotExist();
    }

    @Test
    void aLinkIsNoWayThrough() throws IOException {
        Path root = root();
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.createSymbolicLink(root.resolve("out"), outside);

        assertThatThrownBy(() -> unpack(root, file("out/escaped", 0644))).isInstanceOf(IOException.class);
        assertThat(outside).isEmptyDirectory();
    }

    private void refused(TarArchiveEntry... entries) throws IOException {
        Path root = root();
        assertThatThrownBy(() -> unpack(root, entries))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("outside its directory");
    }

    private Path root() throws IOException {
        return Files.createTempDirectory(directory, "root");
    }

    private static void unpack(Path root, TarArchiveEntry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (TarArchiveEntry entry : entries) {
                tar.putArchiveEntry(entry);
                if (entry.getSize() > 0) {
                    tar.write('x');
                }
                tar.closeArchiveEntry();
            }
        }
        new TarUnpacker(root).unpack(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static TarArchiveEntry file(String name, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(1);
        entry.setMode(mode | 0100000);
        return entry;
    }

    private static TarArchiveEntry link(String name, String target) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        return entry;
    }
}
