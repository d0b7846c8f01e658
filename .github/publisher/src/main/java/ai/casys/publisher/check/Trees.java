// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** Reads single trees of one repository. For one thread. */
final class Trees implements AutoCloseable {
    private final ObjectReader reader;

    Trees(Repository repository) {
        this.reader = repository.newObjectReader();
    }

    List<PublishedFolder.Entry> entries(ObjectId tree) throws IOException {
        List<PublishedFolder.Entry> entries = new ArrayList<>();
        CanonicalTreeParser parser = new CanonicalTreeParser();
        for (parser.reset(reader, tree); !parser.eof(); parser.next()) {
            byte[] name = new byte[parser.getNameLength()];
            parser.getName(name, 0);
            Optional<String> text = utf8(name);
            entries.add(new PublishedFolder.Entry(
                    text.orElseGet(() -> new String(name, StandardCharsets.ISO_8859_1)),
                    text.isPresent(),
                    parser.getEntryFileMode(),
                    parser.getEntryRawMode(),
                    parser.getEntryObjectId()));
        }
        return entries;
    }

    @Override
    public void close() {
        reader.close();
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
