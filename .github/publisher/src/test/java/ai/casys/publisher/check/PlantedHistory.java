// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import static ai.casys.publisher.check.Plant.planted;
import static ai.casys.publisher.check.Plant.tampered;

import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/** Commits, tags and other refs that must not become public. */
final class PlantedHistory {
    private PlantedHistory() {}

    static List<Plant> messages() {
        return List.of(
                planted(
                        "a message with a secret",
                        workshop -> {
                            workshop.file("docs/guide.md", "A guide, changed.");
                            workshop.commit("Try with glpat" + "-x9Zk2Lw0Xv5Nb7MtQ8rT");
                        },
                        "messages"),
                tampered(
                        "a message that names a private commit",
                        candidate -> {
                            String id =
                                    candidate.newCommits().getLast().origin().name();
                            return Tampered.tip(
                                    candidate,
                                    text -> text.replace("Add the next class", "Mend " + id.substring(0, 10)));
                        },
                        "private-ids"),
                message("a message that mentions what is private", "For the billing of ACME", "messages"),
                message("a message that mentions a customer", "Made for Acme", "messages"),
                message("a message with a canary", "about kanarienvogel-4711", "messages"),
                message("a message that hides a part of itself", "See \u202Eabove", "messages"),
                message("a message with an address of nobody", "Co-authored-by: X <x@corp.internal>", "identities"),
                new Plant(
                        "the message of a commit that also changes private files",
                        workshop -> {
                            workshop.file("docs/guide.md", "A guide, changed.");
                            workshop.file("cloud/src/Plain.txt", "changed");
                            workshop.commit("Raise the price for the largest customer");
                        },
                        java.util.Optional.of(candidate -> Tampered.tip(
                                candidate,
                                text -> text.replace("Update docs", "Raise the price for the largest customer"))),
                        java.util.Set.of("mixed-messages")));
    }

    static List<Plant> people() {
        return List.of(
                planted(
                        "an author whom nobody knows",
                        workshop -> {
                            workshop.file("docs/guide.md", "A guide, changed.");
                            workshop.commit(
                                    "Change the guide",
                                    new ai.casys.publisher.policy.Person("Bob", "bob@corp.internal"));
                        },
                        "identities"),
                tampered(
                        "a change credited to somebody else",
                        candidate ->
                                Tampered.tip(candidate, text -> text.replace("author Bob <bob@", "author Eve <eve@")),
                        "authorship"),
                tampered(
                        "a change of another day",
                        candidate ->
                                Tampered.tip(candidate, text -> text.replaceFirst("(author .*> )\\d+", "$11700000000")),
                        "authorship"),
                tampered(
                        "a committer who is not the publisher",
                        candidate -> Tampered.tip(
                                candidate,
                                text -> text.replaceFirst("committer .*>", "committer Bob <bob@example.org>")),
                        "identities"));
    }

    static List<Plant> commits() {
        return List.of(
                tampered(
                        "a signature",
                        candidate -> Tampered.tip(
                                candidate, text -> text.replaceFirst("\n\n", "\ngpgsig -----BEGIN X-----\n abc\n\n")),
                        "headers"),
                tampered(
                        "the text of a merged private tag",
                        candidate -> Tampered.tip(
                                candidate, text -> text.replaceFirst("\n\n", "\nmergetag object 1\n tag v1-acme\n\n")),
                        "headers"),
                tampered(
                        "no trailer",
                        candidate -> Tampered.tip(candidate, text -> text.replaceFirst("Origin-Commit: .*\n", "")),
                        "trailers"),
                tampered(
                        "two trailers",
                        candidate ->
                                Tampered.tip(candidate, text -> text.replaceFirst("(Origin-Commit: .*\n)", "$1$1")),
                        "trailers"),
                tampered(
                        "a trailer of another private commit",
                        candidate -> Tampered.tip(
                                candidate, text -> text.replaceFirst("Origin-Commit: .", "Origin-Commit: x")),
                        "trailers"),
                tampered(
                        "no policy named",
                        candidate -> Tampered.tip(candidate, text -> text.replaceFirst("Policy-Version: .*\n", "")),
                        "trailers"),
                tampered(
                        "a commit that is not sound",
                        candidate ->
                                Tampered.tip(candidate, text -> text.replaceFirst("(\ncommitter .*> )\\d+", "$1now")),
                        "well-formed"),
                tampered(
                        "the private history below a public commit",
                        candidate -> Tampered.tip(
                                candidate,
                                text -> text.replaceFirst(
                                        "\nparent .{40}",
                                        "\nparent "
                                                + candidate
                                                        .publishedTip()
                                                        .orElseThrow()
                                                        .name() + "\nparent "
                                                + candidate.privateTip().name())),
                        "ancestry"),
                tampered(
                        "the private commit instead of the public one",
                        candidate -> Tampered.replaced(candidate, candidate.privateTip()),
                        "ancestry",
                        "fast-forward",
                        "paths",
                        "canaries",
                        "forbidden-text",
                        "licence-headers",
                        "identities",
                        "trailers"),
                tampered(
                        "a public branch that went another way",
                        candidate -> Tampered.onto(
                                candidate,
                                Tampered.object(
                                        candidate,
                                        Constants.OBJ_COMMIT,
                                        new String(
                                                        candidate
                                                                .repository()
                                                                .open(candidate.tip())
                                                                .getBytes(),
                                                        java.nio.charset.StandardCharsets.UTF_8)
                                                .replace("Add the next", "Add another"))),
                        "fast-forward"));
    }

    static List<Plant> refs() {
        return List.of(
                ref("a second branch", "refs/heads/acme", "refs"),
                ref("what a rewriting tool left", "refs/original/refs/heads/main", "refs"),
                ref("a stash", "refs/stash", "refs"),
                ref("notes", "refs/notes/commits", "notes"),
                ref("a replacement", "refs/replace/1234567890123456789012345678901234567890", "replace-refs"),
                ref("a tag that the policy does not name", "refs/tags/nightly", "tags"),
                ref("a tag whose name mentions what is private", "refs/tags/v1-billing", "tags"),
                tampered(
                        "a tag on a private commit",
                        candidate -> Tampered.ref(candidate, "refs/tags/v1", candidate.privateTip()),
                        "tags"),
                tampered(
                        "a tag on a folder",
                        candidate -> Tampered.ref(
                                candidate, "refs/tags/v1", Tampered.object(candidate, Constants.OBJ_TREE, "")),
                        "tags"),
                tag("a tag that calls itself otherwise", "tag v2", "Release", "tags"),
                tag("a tag message that mentions what is private", "tag v1", "Includes the ACME build", "tag-objects"),
                tag("a tag message with a secret", "tag v1", "glpat" + "-x9Zk2Lw0Xv5Nb7MtQ8rT", "tag-objects"),
                tag("a signed tag", "tag v1", "Release\n-----BEGIN PGP SIGNATURE-----", "tag-objects"),
                tampered(
                        "a tag by somebody unknown",
                        candidate -> Tampered.ref(
                                candidate,
                                "refs/tags/v1",
                                Tampered.object(
                                        candidate,
                                        Constants.OBJ_TAG,
                                        "object " + candidate.tip().name()
                                                + "\ntype commit\ntag v1\ntagger X <x@corp.internal> 1 +0000\n\nv1\n")),
                        "tag-objects"),
                tampered(
                        "a tag of a tag",
                        candidate -> {
                            ObjectId inner = Tampered.object(
                                    candidate, Constants.OBJ_TAG, tagText("commit", candidate.tip(), "tag v1", "v1"));
                            return Tampered.ref(
                                    candidate,
                                    "refs/tags/v1",
                                    Tampered.object(
                                            candidate, Constants.OBJ_TAG, tagText("tag", inner, "tag v1", "v1")));
                        },
                        "tags"));
    }

    private static Plant message(String name, String text, String expected) {
        return tampered(
                name,
                candidate -> Tampered.tip(
                        candidate,
                        commit -> commit.replace(
                                "Add the next class",
                                new String(
                                        text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                        java.nio.charset.StandardCharsets.ISO_8859_1))),
                expected);
    }

    private static Plant ref(String name, String ref, String... expected) {
        return tampered(name, candidate -> Tampered.ref(candidate, ref, candidate.tip()), expected);
    }

    private static Plant tag(String name, String called, String message, String expected) {
        return tampered(
                name,
                candidate -> Tampered.ref(
                        candidate,
                        "refs/tags/v1",
                        Tampered.object(
                                candidate, Constants.OBJ_TAG, tagText("commit", candidate.tip(), called, message))),
                expected);
    }

    private static String tagText(String type, ObjectId object, String called, String message) {
        return "object " + object.name() + "\ntype " + type + "\n" + called
                + "\ntagger Bob <bob@example.org> 1780000000 +0000\n\n" + message + "\n";
    }
}
