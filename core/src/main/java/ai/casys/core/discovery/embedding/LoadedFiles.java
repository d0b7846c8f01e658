// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.onnxruntime.OrtException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The files of a model of the user's own, read once: what is hashed is what is loaded.
 *
 * @param hash of both files; another content is another model
 */
record LoadedFiles(OnnxSession session, WordPiece words, String hash) implements AutoCloseable {

    private static final long MOST_WEIGHTS = 512L << 20;
    private static final long MOST_TOKENIZER = 32L << 20;
    private static final int HASH_DIGITS = 16;
    private static final int LONGEST_REASON = 300;

    /**
     * Reads and loads the files.
     *
     * @throws CasysException {@code CONFIGURATION} that names file, rule and remedy; {@code UNAVAILABLE} if there is no
     *     native library for this machine
     */
    static LoadedFiles load(ModelFiles files) {
        try (Arena arena = Arena.ofConfined()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            WordPiece words = tokenizer(files.tokenizer(), arena, digest);
            ByteBuffer weights = read(files.weights(), MOST_WEIGHTS, arena);
            digest.update(weights.duplicate());
            OnnxSession session = session(files, weights);
            return new LoadedFiles(
                    session, words, HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        } catch (LinkageError e) {
            throw new CasysException(
                    ErrorCategory.UNAVAILABLE, "there is no ONNX Runtime for this machine: " + e.getMessage(), e);
        }
    }

    private static WordPiece tokenizer(Path file, Arena arena, MessageDigest digest) {
        ByteBuffer json = read(file, MOST_TOKENIZER, arena);
        digest.update(json.duplicate());
        byte[] bytes = new byte[json.remaining()];
        json.get(bytes);
        try {
            return WordPiece.read(new ByteArrayInputStream(bytes));
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(file, String.valueOf(e.getMessage()), "take a model with a WordPiece tokenizer", e);
        }
    }

    private static OnnxSession session(ModelFiles files, ByteBuffer weights) {
        try {
            return OnnxSession.of(files.name(), weights);
        } catch (OrtException e) {
            throw unusable(
                    files.weights(),
                    "is no model that can be run: " + firstLine(e),
                    "export it again, in one file of ONNX",
                    e);
        } catch (IllegalArgumentException e) {
            throw unusable(files.weights(), String.valueOf(e.getMessage()), "export a BERT model", e);
        }
    }

    /** The error of a file that cannot be used. */
    static CasysException unusable(Path file, String rule, String remedy, Exception cause) {
        return new CasysException(ErrorCategory.CONFIGURATION, file + " " + rule + "; " + remedy, cause);
    }

    /** The same where nothing else went wrong. */
    static CasysException unusable(Path file, String rule, String remedy) {
        return new CasysException(ErrorCategory.CONFIGURATION, file + " " + rule + "; " + remedy);
    }

    /** The native library explains itself on many lines. */
    static String firstLine(Exception e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "..." : line;
    }

    private static ByteBuffer read(Path file, long most, Arena arena) {
        try {
            // Not opened before it is known to be a file: a pipe would wait for its writer for ever.
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw unusable(file, "must be a regular file, which it is not", "correct the path");
            }
            long size = attributes.size();
            if (size < 1 || size > most) {
                throw unusable(
                        file,
                        "has " + size + " bytes, it must have between 1 and " + most,
                        "take a smaller model, such as one of 8 bit");
            }
            ByteBuffer content = arena.allocate(size).asByteBuffer();
            try (ReadableByteChannel channel = FileChannel.open(file)) {
                int read = 0;
                while (read >= 0 && content.hasRemaining()) {
                    read = channel.read(content);
                }
            }
            return content.flip();
        } catch (NoSuchFileException e) {
            throw unusable(file, "does not exist", "correct the path", e);
        } catch (IOException e) {
            throw unusable(
                    file, "cannot be read (" + e.getClass().getSimpleName() + ")", "correct the path or its rights", e);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
