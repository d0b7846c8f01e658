// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import ai.casys.core.builtin.tool.ToolFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A place below a root, which need not exist.
 *
 * @param first whether the root is the first, below which paths are written relative
 * @param names from the root down; empty for the root
 */
record Place(Path root, boolean first, List<String> names) {

    Place {
        names = List.copyOf(names);
    }

    /** How callers write it. */
    String display() {
        String below = String.join("/", names);
        if (first) {
            return below.isEmpty() ? "." : below;
        }
        String base = root.toString().replace('\\', '/');
        return below.isEmpty() ? base : base + "/" + below;
    }

    Place child(String name) {
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        return new Place(root, first, longer);
    }

    String name() {
        if (names.isEmpty()) {
            throw new ToolFailure("\"" + display() + "\" is a root folder; name something in it.");
        }
        return names.getLast();
    }
}
