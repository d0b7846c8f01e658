// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a file looked like: times and size, which are cheap to ask for, and a hash of the beginning of its content.
 *
 * @param hash empty when there is no file
 */
record FileStamp(FileTime modified, long size, String key, String hash) {

    /** Equal to no stamp of a file. */
    static final FileStamp UNKNOWN = new FileStamp(FileTime.fromMillis(0), -1, "", "unknown");

    private static final FileStamp GONE = new FileStamp(FileTime.fromMillis(0), -1, "", "");
    private static final String UNREADABLE = "unreadable";

    /** The file as it is now. */
    static FileStamp of(Path file) {
        return at(file, hash(file));
    }

    /** The file as it is now, taken to have the content it had when nothing else has changed. */
    static FileStamp quick(Path file, FileStamp before) {
        return at(file, before.hash());
    }

    boolean isGone() {
        return equals(GONE);
    }

    boolean sameContent(FileStamp other) {
        return hash.equals(other.hash);
    }

    private static FileStamp at(Path file, String hash) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(
                    attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()), hash);
        } catch (IOException e) {
            return GONE;
        }
    }

    private static String hash(Path file) {
        if (!Files.isRegularFile(file)) {
            return Files.exists(file) ? UNREADABLE : "";
        }
        try (InputStream stream = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            // One byte more than a configuration may have is enough to see that it is too long.
            new DigestInputStream(stream, digest).readNBytes(ConfigJson.MAX_BYTES + 1);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            return UNREADABLE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
