// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import ai.casys.core.builtin.tool.ToolFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All files that the tools may touch, and the only way to them. A caller's path is taken apart into plain names
 * ({@link PathRules}); then folder after folder is opened by handle without following links ({@link Folder}). Nothing
 * is looked up outside of the roots, so nothing can be learned about it, not even whether it exists. Thread-safe.
 */
final class FileArea {

    private static final Logger LOG = LoggerFactory.getLogger(FileArea.class);

    private final List<Path> roots;
    private final PathRules rules;
    private final boolean handles;

    FileArea(List<Path> roots) {
        this(roots, PathRules.ofThisMachine(), true);
    }

    /** @param handles use folder handles where the system has them */
    FileArea(List<Path> roots, PathRules rules, boolean handles) {
        this.roots =
                roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
        this.rules = rules;
        this.handles = handles;
        this.roots.forEach(FileArea::create);
    }

    List<Path> roots() {
        return roots;
    }

    /** The place that a path means: below the first root that has it, else below the first root. */
    Place locate(String path) {
        if (roots.isEmpty()) {
            throw new ToolFailure(
                    "No folder is open to the file tools; the operator names some in the setting casys.builtin.files.roots.");
        }
        if (rules.isAbsolute(path)) {
            return below(
                    rules.drive(path),
                    rules.names(path.substring(rules.drive(path).length())));
        }
        List<String> names = rules.names(path);
        for (int i = 1; i < roots.size(); i++) {
            Place later = new Place(roots.get(i), false, names);
            if (!exists(new Place(roots.getFirst(), true, names)) && exists(later)) {
                return later;
            }
        }
        return new Place(roots.getFirst(), true, names);
    }

    /** Opens the folder that holds the place. */
    Folder openParent(Place place, boolean create) throws IOException {
        place.name();
        return open(place.root(), place.names().subList(0, place.names().size() - 1), create);
    }

    /** Opens the place, which must be a folder. */
    Folder openFolder(Place place) throws IOException {
        return open(place.root(), place.names(), false);
    }

    private Folder open(Path root, List<String> names, boolean create) throws IOException {
        Folder folder = openRoot(root);
        for (String name : names) {
            Folder next;
            try (Folder current = folder) {
                next = step(current, name, create);
            }
            folder = next;
        }
        return folder;
    }

    private static Folder step(Folder folder, String name, boolean create) throws IOException {
        if (create) {
            try {
                folder.attributes(name);
            } catch (NoSuchFileException _) {
                folder.createFolder(name);
            }
        }
        if (!folder.attributes(name).isDirectory()) {
            throw new ToolFailure("\"" + name + "\" in the path is not a folder (links are not followed).");
        }
        return folder.child(name);
    }

    @SuppressWarnings("StreamResourceLeak") // The stream lives in the folder, which its user closes.
    private Folder openRoot(Path root) throws IOException {
        Path real;
        try {
            real = root.toRealPath();
        } catch (IOException e) {
            throw new ToolFailure(
                    "The folder \"" + root + "\", which the operator opened to the file tools, is not there.", e);
        }
        if (handles) {
            DirectoryStream<Path> stream = Files.newDirectoryStream(real);
            if (stream instanceof SecureDirectoryStream<Path> secure) {
                return new SecureFolder(secure, real);
            }
            stream.close();
        }
        return new PathFolder(real);
    }

    private boolean exists(Place place) {
        if (place.names().isEmpty()) {
            return true;
        }
        try (Folder parent = openParent(place, false)) {
            parent.attributes(place.name());
            return true;
        } catch (IOException | ToolFailure _) {
            return false;
        }
    }

    private Place below(String drive, List<String> names) {
        for (int i = 0; i < roots.size(); i++) {
            for (Path form : forms(roots.get(i))) {
                int length = form.getNameCount();
                if (rules.drive(form.toString()).equalsIgnoreCase(drive)
                        && names.size() >= length
                        && names.subList(0, length).equals(names(form))) {
                    return new Place(roots.get(i), i == 0, names.subList(length, names.size()));
                }
            }
        }
        throw new ToolFailure("The path is outside of the folders that are open to the file tools: "
                + String.join(", ", roots.stream().map(Path::toString).toList()) + ".");
    }

    private static List<String> names(Path path) {
        List<String> names = new ArrayList<>();
        path.forEach(name -> names.add(name.toString()));
        return names;
    }

    private static List<Path> forms(Path root) {
        List<Path> forms = new ArrayList<>(List.of(root));
        try {
            forms.add(root.toRealPath());
        } catch (IOException _) {
            // A root that is not there has one form; opening it will say so.
        }
        return forms;
    }

    private static void create(Path root) {
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            LOG.warn("the folder {} for the file tools cannot be made: {}", root, e.toString());
        }
    }
}
