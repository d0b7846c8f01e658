// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.contribution;

import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A contribution that arrived.
 *
 * @param branch the short name of the private branch that holds it
 * @param tip where that branch is
 * @param commits the imported commits, oldest first
 * @param paths what they change, sorted
 * @param created false if the branch was there already with the same commits
 */
public record Imported(String branch, ObjectId tip, List<Pair> commits, Set<String> paths, boolean created) {

    /** Copies the list. */
    public Imported {
        commits = List.copyOf(commits);
    }

    /**
     * One commit before and after.
     *
     * @param contributed the commit of the pull request
     * @param imported what it became
     * @param subject first line of its message
     * @param author who wrote it
     */
    public record Pair(ObjectId contributed, ObjectId imported, String subject, String author) {}

    /** What happened and what comes next, for a person. */
    public String markdown() {
        StringBuilder text = new StringBuilder("# Import\n\n");
        text.append(created ? "Created" : "Nothing to do, it is there already:")
                .append(" branch `")
                .append(branch)
                .append("` at ")
                .append(tip.name())
                .append(".\n\n| contributed | imported | author | subject |\n|---|---|---|---|\n");
        for (Pair pair : commits) {
            text.append("| ")
                    .append(pair.contributed().abbreviate(12).name())
                    .append(" | ")
                    .append(pair.imported().abbreviate(12).name())
                    .append(" | ")
                    .append(cell(pair.author()))
                    .append(" | ")
                    .append(cell(pair.subject()))
                    .append(" |\n");
        }
        text.append("\nChanged files: ").append(paths.size()).append("\n\n");
        paths.forEach(path -> text.append("- `").append(path.replace('`', '?')).append("`\n"));
        return text.append("\nNext: review it, then `git merge --no-ff ")
                .append(branch)
                .append("` (neither squash nor rebase: both lose whose work it is), push, wait for the publication,")
                .append(" and close the public pull request with a link to the published commits.\n")
                .toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ').replace("<", "&lt;").replace(">", "&gt;");
    }
}
