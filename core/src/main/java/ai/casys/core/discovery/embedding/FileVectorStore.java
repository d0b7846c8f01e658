// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Vectors of the program's models in a folder, one file a model, each row a hash and a vector. For measurements: rows are only ever appended,
 * and a row that was cut off is passed over. Belongs to one thread.
 */
public final class FileVectorStore implements VectorStore {

    private static final int ROW = TextHash.BYTES + CompactVector.bytes(EmbeddingModel.DIMENSION);

    private final Path folder;
    private final Map<String, Map<TextHash, CompactVector>> known = new HashMap<>();

    /** @param folder made when the first vector is kept */
    public FileVectorStore(Path folder) {
        this.folder = folder;
    }

    @Override
    public Map<TextHash, CompactVector> load(String model, Collection<TextHash> texts) {
        Map<TextHash, CompactVector> all = known.computeIfAbsent(model, this::read);
        Map<TextHash, CompactVector> found = new HashMap<>();
        for (TextHash text : texts) {
            CompactVector vector = all.get(text);
            if (vector != null) {
                found.put(text, vector);
            }
        }
        return found;
    }

    @Override
    public void save(String model, Map<TextHash, CompactVector> vectors) {
        Map<TextHash, CompactVector> all = known.computeIfAbsent(model, this::read);
        try {
            Files.createDirectories(folder);
            try (OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(file(model), StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
                for (Map.Entry<TextHash, CompactVector> entry : vectors.entrySet()) {
                    if (all.putIfAbsent(entry.getKey(), entry.getValue()) == null) {
                        out.write(entry.getKey().bytes());
                        out.write(entry.getValue().bytes());
                    }
                }
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private Map<TextHash, CompactVector> read(String model) {
        Map<TextHash, CompactVector> all = new HashMap<>();
        Path file = file(model);
        if (!Files.exists(file)) {
            return all;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (byte[] row = in.readNBytes(ROW); row.length == ROW; row = in.readNBytes(ROW)) {
                all.put(TextHash.of(row, 0), CompactVector.of(Arrays.copyOfRange(row, TextHash.BYTES, ROW)));
            }
            return all;
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(e);
        }
    }

    private Path file(String model) {
        return folder.resolve(model.replaceAll("[^A-Za-z0-9.-]", "_") + ".vectors");
    }

    private CasysException unusable(Exception e) {
        return new CasysException(
                ErrorCategory.INVALID_INPUT,
                "the folder of vectors " + folder + " cannot be used: " + e.getMessage() + "; name another one",
                e);
    }
}
