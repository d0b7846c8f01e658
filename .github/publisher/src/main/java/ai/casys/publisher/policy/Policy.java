// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code .github/publication.yaml} of one commit. Everything that is not allowed here stays private.
 *
 * <p>Two policies speak about one commit. What it publishes, and how its message is treated, is said by the policy that
 * the commit itself carries, so that a later change moves no published commit. What may be published at all (forbidden
 * words, canaries, accepted exceptions, tags, further identities) is said by the policy of the newest commit, so that an
 * exception can still be granted after the commit that needs it.
 *
 * @param roots entries of the root folder that are published with all they contain
 * @param files single published files, as paths from the root
 * @param privateRoots entries of the root folder that are known to stay private
 * @param forbidden what public text may not mention
 * @param tolerated mentions of it that cannot be helped
 * @param identities which people may be named in public, and how
 * @param messageForbidden what a commit message may not mention, besides {@code forbidden}
 * @param tags globs of the tag names that are published
 * @param accepted findings that were looked at and are none
 * @param canaries texts that lie in private places only; one of them in public is a leak
 * @param adopted the commit, as 40 hexadecimal digits, whose history was public before publication from a policy began
 */
public record Policy(
        Set<String> roots,
        Set<String> files,
        Set<String> privateRoots,
        List<Pattern> forbidden,
        List<Tolerated> tolerated,
        Identities identities,
        List<Pattern> messageForbidden,
        List<String> tags,
        List<Accepted> accepted,
        List<String> canaries,
        Optional<String> adopted) {

    /** Where the policy lies in the private tree. */
    public static final String PATH = ".github/publication.yaml";

    /** Copies the collections. */
    public Policy {
        roots = Set.copyOf(roots);
        files = Set.copyOf(files);
        privateRoots = Set.copyOf(privateRoots);
        forbidden = List.copyOf(forbidden);
        tolerated = List.copyOf(tolerated);
        messageForbidden = List.copyOf(messageForbidden);
        tags = List.copyOf(tags);
        accepted = List.copyOf(accepted);
        canaries = List.copyOf(canaries);
    }

    /**
     * Reads a policy.
     *
     * @param yaml the bytes of the file, UTF-8, at most 256 KiB
     * @throws PolicyException if it is no policy of a version known here; the message names the key and the rule
     */
    public static Policy parse(byte[] yaml) {
        return PolicyReader.read(yaml);
    }

    /** Whether the file at {@code path}, from the root with forward slashes, is public. */
    public boolean publishes(String path) {
        return files.contains(path) || roots.contains(rootEntry(path));
    }

    /** Whether the root folder's entry {@code name} was decided upon, one way or the other. */
    public boolean knows(String name) {
        return roots.contains(name)
                || privateRoots.contains(name)
                || files.stream().anyMatch(file -> rootEntry(file).equals(name));
    }

    /** Whether a tag of this short name (without {@code refs/tags/}) is public. */
    public boolean publishesTag(String name) {
        return tags.stream().anyMatch(glob -> Globs.matches(glob, name));
    }

    /** Whether somebody accepted the finding of {@code check} at {@code file} about {@code text}. */
    public boolean accepts(String check, String file, String text) {
        return accepted.stream().anyMatch(entry -> entry.covers(check, file, text));
    }

    /** The first name of a path from the root. */
    public static String rootEntry(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }
}
