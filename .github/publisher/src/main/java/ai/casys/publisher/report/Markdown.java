// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.report;

import ai.casys.publisher.check.Finding;
import ai.casys.publisher.report.Report.NewCommit;
import ai.casys.publisher.report.Report.NewTag;
import java.util.List;

/** A report for people. Long lists are cut; the JSON has all of it. */
public final class Markdown {
    private static final int SHOWN_COMMITS = 100;
    private static final int SHOWN_FINDINGS = 200;
    private static final int SHORT = 12;

    private final StringBuilder text = new StringBuilder();
    private final Report report;

    private Markdown(Report report) {
        this.report = report;
    }

    /** The report as Markdown. */
    public static String of(Report report) {
        Markdown markdown = new Markdown(report);
        markdown.head();
        markdown.findings();
        markdown.checks();
        markdown.commits();
        markdown.files();
        markdown.tags();
        markdown.lists();
        return markdown.text.toString();
    }

    private void head() {
        line("# Publication: "
                + switch (report.outcome()) {
                    case REFUSED -> "refused";
                    case NOTHING_TO_DO -> "nothing to do";
                    case READY -> "ready";
                    case PUBLISHED -> "published";
                    case CONFIRMED -> "the public repository is as it should be";
                });
        line("");
        line("| | |");
        line("|---|---|");
        line("| command | " + report.command() + " |");
        line("| private commit | " + code(report.privateTip()) + " |");
        line("| public branch at | " + code(report.publishedTip()) + " |");
        line("| expected at | " + code(report.expectedTip()) + " |");
        line("| public commits | " + report.commits().size() + " |");
        report.leftOut().forEach((reason, commits) -> line("| left out: " + reason + " | " + commits.size() + " |"));
        for (String note : report.notes()) {
            line("");
            line("> " + cell(note));
        }
    }

    private void findings() {
        if (report.findings().isEmpty()) {
            return;
        }
        title("Why it is refused");
        line("| check | where | what | what to do |");
        line("|---|---|---|---|");
        for (Finding finding : cut(report.findings(), SHOWN_FINDINGS)) {
            line("| " + cell(finding.check()) + " | " + code(finding.place()) + " | " + cell(finding.problem()) + " | "
                    + cell(finding.remedy()) + " |");
        }
        rest(report.findings(), SHOWN_FINDINGS);
    }

    private void checks() {
        if (report.checks().isEmpty()) {
            return;
        }
        title("Checks");
        line("| check | findings |");
        line("|---|---|");
        report.checks().forEach((name, count) -> line("| " + cell(name) + " | " + count + " |"));
    }

    private void commits() {
        if (report.commits().isEmpty()) {
            return;
        }
        title("Public commits");
        line("| private | public | author | message before | message in public | |");
        line("|---|---|---|---|---|---|");
        // The newest are the ones a reader asks about.
        List<NewCommit> newest =
                report.commits().reversed().stream().limit(SHOWN_COMMITS).toList();
        for (NewCommit commit : newest) {
            line("| " + code(abbreviated(commit.origin())) + " | " + code(abbreviated(commit.commit())) + " | "
                    + cell(commit.author()) + " | " + cell(subject(commit.messageBefore())) + " | "
                    + (commit.message().equals("kept") ? "the same" : cell(subject(commit.messageAfter()))) + " | "
                    + cell(commit.why()) + " |");
        }
        rest(report.commits(), SHOWN_COMMITS);
    }

    private void files() {
        if (report.files().isEmpty()) {
            return;
        }
        title("Files");
        line("| root | added | changed | removed |");
        line("|---|---|---|---|");
        report.files()
                .forEach((root, count) -> line("| " + code(root) + " | " + count.added() + " | " + count.changed()
                        + " | " + count.removed() + " |"));
    }

    private void tags() {
        if (report.tags().isEmpty()) {
            return;
        }
        title("Tags");
        line("| tag | public | |");
        line("|---|---|---|");
        for (NewTag tag : cut(report.tags(), SHOWN_COMMITS)) {
            line("| " + code(tag.name()) + " | " + code(abbreviated(tag.publicId())) + " | " + cell(tag.why()) + " |");
        }
        rest(report.tags(), SHOWN_COMMITS);
    }

    private void lists() {
        list("New in the public root", report.newRootEntries());
        list(
                "Not published, because nobody decided",
                report.unknownRootEntries().entrySet().stream()
                        .map(entry -> entry.getKey() + " (since " + abbreviated(entry.getValue()) + ")")
                        .toList());
        list("People named in public for the first time", report.newPeople());
    }

    private void list(String title, List<String> entries) {
        if (entries.isEmpty()) {
            return;
        }
        title(title);
        cut(entries, SHOWN_COMMITS).forEach(entry -> line("- " + cell(entry)));
        rest(entries, SHOWN_COMMITS);
    }

    private void title(String title) {
        line("");
        line("## " + title);
        line("");
    }

    private void rest(List<?> entries, int shown) {
        if (entries.size() > shown) {
            line("");
            line((entries.size() - shown) + " more are in the JSON report.");
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static <T> List<T> cut(List<T> entries, int shown) {
        return entries.subList(0, Math.min(shown, entries.size()));
    }

    private static String abbreviated(String id) {
        return id.length() > SHORT ? id.substring(0, SHORT) : id;
    }

    private static String subject(String message) {
        return message.lines().findFirst().orElse("");
    }

    private static String code(String value) {
        return value.isEmpty() ? "–" : "`" + value.replaceAll("[`|\\p{Cntrl}]", "'") + "`";
    }

    /** Text of any origin, so that it cannot break out of its cell, name people or become HTML. */
    private static String cell(String value) {
        return value.replaceAll("\\p{Cntrl}", " ")
                .replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("@", "&#64;")
                .replaceAll("([`*_\\[\\]])", "\\\\$1");
    }
}
