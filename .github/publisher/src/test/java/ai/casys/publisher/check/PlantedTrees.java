// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import static ai.casys.publisher.check.Plant.file;
import static ai.casys.publisher.check.Plant.planted;
import static ai.casys.publisher.check.Plant.tampered;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/** Names, modes and folders that must not become public, and trees that are not the private ones. */
final class PlantedTrees {
    private static final ObjectId SOME_COMMIT = ObjectId.fromString("1234567890123456789012345678901234567890");

    private PlantedTrees() {}

    static List<Plant> entries() {
        return List.of(
                link("a link to a private file", "core/link", "../cloud/src/Secret.java"),
                link("a link out of the repository", "core/link", "../../elsewhere"),
                link("a link to a place on somebody's disk", "core/link", "/etc/passwd"),
                link("a link to nothing", "core/link", "gone.txt"),
                link("a link to itself", "core/link", "link"),
                planted(
                        "a link that leads out by way of another",
                        workshop -> {
                            workshop.link("core/up", "..");
                            workshop.link("docs/link", "../core/up/cloud/src/Secret.java");
                            workshop.commit("Add links");
                        },
                        "symlinks"),
                planted(
                        "a submodule",
                        workshop -> {
                            workshop.item("core/module", FileMode.GITLINK, SOME_COMMIT);
                            workshop.commit("Add a module");
                        },
                        "submodules"),
                file("core/.gitmodules", "[submodule \"x\"]\n\turl = git@corp.internal:x\n", "submodules"),
                file(
                        "core/model.bin",
                        "version https://git-lfs.github.com/spec/v1\noid sha256:" + "4d7a".repeat(16) + "\nsize 12\n",
                        "lfs-pointers"),
                file(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text", "lfs-pointers"),
                file("core/SRC/Other.txt", "text", "case-collisions"),
                planted(
                        "names that differ only in how an accent is written",
                        workshop -> {
                            workshop.file("docs/caf\u00e9.md", "one");
                            workshop.file("docs/cafe\u0301.md", "two");
                            workshop.commit("Add pages");
                        },
                        "case-collisions"),
                file("core/aux.txt", "text", "portable-names"),
                file("core/a:b.txt", "text", "portable-names"),
                file("core/a.", "text", "portable-names"),
                file("core/invoice\u202Efdp.txt", "text", "portable-names"),
                file("core/" + "long/".repeat(50) + "a.txt", "text", "portable-names"),
                planted(
                        "a name that is not UTF-8",
                        workshop -> inCore(workshop, "100644", "caf\u00e9.txt", Charset.forName("ISO-8859-1")),
                        "portable-names"),
                planted(
                        "a mode of long ago",
                        workshop -> inCore(workshop, "100664", "old.txt", StandardCharsets.UTF_8),
                        "modes"),
                planted(
                        "a folder .git in the tree",
                        workshop -> inCore(workshop, "100644", ".GIT", StandardCharsets.UTF_8),
                        "well-formed"),
                file(
                        "core/src/Trojan.java",
                        "// SPDX-License-Identifier: AGPL-3.0-only\n// \u202E } fi \u2066",
                        "hidden-characters"));
    }

    static List<Plant> differences() {
        return List.of(
                tampered(
                        "a private file in the public tree",
                        candidate -> Tampered.files(
                                candidate, files -> files.put("cloud/Note.txt", files.get("docs/guide.md"))),
                        "paths",
                        "same-as-private"),
                tampered(
                        "a workflow that is not published",
                        candidate -> Tampered.files(
                                candidate,
                                files -> files.put(".github/workflows/sync.txt", files.get("docs/guide.md"))),
                        "paths",
                        "same-as-private"),
                tampered(
                        "a file with other bytes than the private one",
                        candidate -> Tampered.files(
                                candidate, files -> files.put("docs/guide.md", files.get("docs/other.md"))),
                        "same-as-private"),
                tampered(
                        "a file left over that the private commit does not have",
                        candidate ->
                                Tampered.files(candidate, files -> files.put("core/O", files.get("docs/guide.md"))),
                        "same-as-private"),
                tampered(
                        "a file left out",
                        candidate -> Tampered.files(candidate, files -> files.remove("docs/guide.md")),
                        "same-as-private"),
                tampered(
                        "the one published file of a private folder left out",
                        candidate -> Tampered.files(candidate, files -> files.remove(".github/workflows/ci.yml")),
                        "same-as-private"),
                tampered(
                        "a file that became executable",
                        candidate -> Tampered.files(
                                candidate,
                                files -> files.compute(
                                        "docs/guide.md",
                                        (_, item) -> new Workshop.Item(FileMode.EXECUTABLE_FILE, item.id()))),
                        "same-as-private"));
    }

    private static Plant link(String name, String path, String target) {
        return planted(
                name,
                workshop -> {
                    workshop.link(path, target);
                    workshop.commit("Add a link");
                },
                "symlinks");
    }

    /** Commits a folder {@code core} of one entry, written byte by byte: git itself would not. */
    private static void inCore(Workshop workshop, String mode, String name, Charset charset) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((mode + " ").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(name.getBytes(charset));
        bytes.write(0);
        workshop.blob("text\n".getBytes(StandardCharsets.UTF_8)).copyRawTo(bytes);
        ObjectId core = Workshop.insert(
                workshop.repository, inserter -> inserter.insert(Constants.OBJ_TREE, bytes.toByteArray()));
        ObjectId root = workshop.tree();
        byte[] tree = workshop.repository.open(root).getBytes();
        workshop.commit(replaceEntry(workshop, tree, "40000 core\0", core), "Add a file", Workshop.BOB);
    }

    private static ObjectId replaceEntry(Workshop workshop, byte[] tree, String entry, ObjectId id) throws IOException {
        int at = new String(tree, StandardCharsets.ISO_8859_1).indexOf(entry) + entry.length();
        byte[] changed = tree.clone();
        id.copyRawTo(changed, at);
        return Workshop.insert(workshop.repository, inserter -> inserter.insert(Constants.OBJ_TREE, changed));
    }
}
