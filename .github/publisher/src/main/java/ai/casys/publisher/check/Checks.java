// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.util.ArrayList;
import java.util.List;

/**
 * All checks. Each call of a method gives new ones, which share what they read of a candidate; use them on one thread and
 * let them go.
 */
public final class Checks {
    private Checks() {}

    /** What has to hold before anything is pushed, in the order of a report: gravest first. */
    public static List<Check> all() {
        Memo<PublishedTrees> trees = new Memo<>(PublishedTrees::of);
        List<ContentRule> contents = List.of(
                new Canaries(),
                new Secrets(),
                new ForbiddenText(),
                new ForbiddenClasses(),
                new Unreadable(),
                new HiddenCharacters(),
                new LfsPointers(),
                new LicenceHeaders());
        Memo<ContentReading> reading =
                new Memo<>(candidate -> ContentReading.of(candidate, trees.of(candidate), contents));
        Memo<List<PublicCommit>> commits = new Memo<>(PublicCommit::of);
        List<Check> checks = new ArrayList<>(
                List.of(new Ancestry(), new FastForward(), new Paths(), new SameAsPrivate(), new PrivateCopies()));
        for (ContentRule rule : contents) {
            checks.add(new ContentCheck(rule, reading));
        }
        for (TreeRule rule : List.of(
                new SecretFiles(),
                new ForbiddenNames(),
                new Modes(),
                new SymbolicLinks(),
                new Submodules(),
                new CaseCollisions(),
                new PortableNames(),
                new WellFormed())) {
            checks.add(new TreeCheck(rule, trees));
        }
        for (CommitRule rule : List.of(
                new Messages(),
                new MixedMessages(),
                new PrivateIds(),
                new PublicIdentities(),
                new Authorship(),
                new Headers(),
                new Trailers())) {
            checks.add(new CommitCheck(rule, commits));
        }
        checks.addAll(
                List.of(new Refs(), new Notes(), new ReplaceRefs(), new Tags(), new TagObjects(), new LicenceFile()));
        return List.copyOf(checks);
    }

    /**
     * What keeps the policy and the private tree in order: reported, and failed by the tests of the private tree, but no
     * reason to hold back what is sound.
     */
    public static List<Check> upkeep() {
        Memo<PublishedTrees> trees = new Memo<>(PublishedTrees::of);
        return List.of(new RootEntries(), new MissingEntries(), new NeedlessTolerance(trees), new PrivateLicences());
    }
}
