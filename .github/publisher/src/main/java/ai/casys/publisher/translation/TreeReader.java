// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/** Folders by id; the last ones asked for are kept, since a commit's folders are mostly its parent's. */
final class TreeReader {
    private static final int KEPT = 4_096;

    private final Map<ObjectId, TreeEntries> kept = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectId, TreeEntries> eldest) {
            return size() > KEPT;
        }
    };
    private final ObjectReader reader;

    TreeReader(ObjectReader reader) {
        this.reader = reader;
    }

    TreeEntries read(ObjectId tree) throws IOException {
        TreeEntries known = kept.get(tree);
        if (known != null) {
            return known;
        }
        TreeEntries read =
                TreeEntries.parse(reader.open(tree, Constants.OBJ_TREE).getCachedBytes());
        kept.put(tree.copy(), read);
        return read;
    }

    void remember(ObjectId tree, TreeEntries entries) {
        kept.put(tree, entries);
    }
}
