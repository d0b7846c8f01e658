// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.workflow;

import ai.casys.publisher.workflow.Workflow.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every workflow of this repository keeps to, beyond what a schema can say. A problem begins with its rule's name. */
final class WorkflowRules {
    private static final Set<String> ACTIONS = Set.of("actions/checkout", "actions/setup-java");
    private static final Pattern PINNED = Pattern.compile("([\\w.-]+/[\\w./-]+)@([0-9a-f]{40})");
    private static final Pattern SCRIPT =
            Pattern.compile("(?:^|[\\s\"/])(\\.(?:github|ci)/[A-Za-z0-9._/-]+)(?=[\\s\"]|$)");
    private static final Pattern SECRET = Pattern.compile("\\bsecrets\\b(?:\\.(\\w+)|\\[)?");
    private static final Set<String> GRANTABLE = Set.of("contents: read", "packages: write", "pull-requests: write");
    private static final Set<String> TRIGGERS = Set.of("push", "pull_request", "schedule", "workflow_dispatch");

    private final Path root;
    private final List<String> problems = new ArrayList<>();

    private WorkflowRules(Path root) {
        this.root = root;
    }

    /** Every problem of a workflow whose scripts lie below {@code root}. */
    static List<String> problems(Workflow workflow, Path root) {
        WorkflowRules rules = new WorkflowRules(root);
        rules.triggers(workflow);
        rules.permissions(workflow);
        rules.jobs(workflow);
        workflow.steps().forEach(step -> rules.step(workflow, step));
        return List.copyOf(rules.problems);
    }

    private void problem(String rule, String place, String what) {
        problems.add(rule + ": " + place + ": " + what);
    }

    private void triggers(Workflow workflow) {
        for (String trigger : workflow.triggers().keySet()) {
            if (!TRIGGERS.contains(trigger)) {
                // pull_request_target and workflow_run join our secrets with the code of strangers.
                problem("trigger", trigger, "is not one of " + TRIGGERS);
            }
            Map<String, Object> filter = Workflow.map(workflow.triggers().get(trigger));
            if (filter.containsKey("paths") || filter.containsKey("paths-ignore")) {
                problem("paths", trigger, "a filter of paths ties a run to an event instead of the state");
            }
        }
        if (Workflow.map(workflow.root().get("concurrency")).get("group") == null) {
            problem("concurrency", "top", "has no group");
        }
    }

    private void permissions(Workflow workflow) {
        if (!workflow.root().containsKey("permissions")) {
            problem("permissions", "top", "are not said, so they are the repository's default");
        }
        granted(workflow.root().get("permissions"), "top");
        workflow.jobs().forEach((name, job) -> granted(job.get("permissions"), name));
    }

    private void granted(@Nullable Object permissions, String place) {
        if (permissions == null || permissions.equals("")) {
            return;
        }
        Workflow.map(permissions).forEach((scope, right) -> {
            if (!GRANTABLE.contains(scope + ": " + right)) {
                problem("permissions", place, scope + ": " + right + " is more than any of ours needs");
            }
        });
    }

    private void jobs(Workflow workflow) {
        workflow.jobs().forEach((name, job) -> {
            if (!(job.get("timeout-minutes") instanceof Integer minutes) || minutes < 1 || minutes > 120) {
                problem("timeout", name, "has no timeout-minutes up to 120");
            }
            if (String.valueOf(job.get("runs-on")).contains("latest")) {
                problem("runner", name, "runs on a system that changes by itself");
            }
            if (job.containsKey("uses")) {
                problem("action", name, "calls a workflow of somebody else");
            }
        });
        secrets(workflow);
    }

    private void secrets(Workflow workflow) {
        expressions(workflow.root(), "", (path, text) -> {
            Matcher matcher = SECRET.matcher(text);
            while (matcher.find()) {
                if (matcher.group(1) == null) {
                    problem("secret", path, "hands on all secrets");
                } else if (!path.matches("/jobs/[^/]+/steps/\\d+/env/\\w+")) {
                    problem("secret", path, "a secret is given to more than one step");
                } else if (!workflow.jobs()
                        .getOrDefault(path.split("/")[2], Map.of())
                        .containsKey("environment")) {
                    problem("secret", path, "a secret is used outside of a protected environment");
                }
            }
        });
    }

    private static void expressions(Object value, String path, BiConsumer<String, String> visitor) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((key, entry) -> expressions(entry == null ? "" : entry, path + "/" + key, visitor));
            case List<?> list -> {
                for (int index = 0; index < list.size(); index++) {
                    expressions(list.get(index), path + "/" + index, visitor);
                }
            }
            case String text
            when text.contains("${{") || path.endsWith("/if") || path.endsWith("/secrets") ->
                visitor.accept(path, text);
            default -> {}
        }
    }

    private void step(Workflow workflow, Step step) {
        if (step.body().containsKey("uses")) {
            action(workflow, step);
            return;
        }
        String run = step.text("run");
        if (run.contains("${{")) {
            // What an outsider may name (a branch, a title) would become part of the script.
            problem("injection", step.place(), "an expression inside of a script; hand it over by env");
        }
        if (!step.text("shell").equals("bash")) {
            problem("shell", step.place(), "say shell: bash, which stops when a command of a pipe fails");
        }
        Matcher script = SCRIPT.matcher(run);
        while (script.find()) {
            String path = script.group(1);
            if (Files.isDirectory(root.resolve(path)) || path.equals(".ci/run")) {
                continue;
            }
            if (!Files.isExecutable(root.resolve(path))) {
                problem("script", step.place(), path + " is not there or cannot be executed");
            }
        }
    }

    private void action(Workflow workflow, Step step) {
        String uses = step.text("uses");
        Matcher pinned = PINNED.matcher(uses);
        if (!pinned.matches()) {
            problem("action", step.place(), uses + " is not pinned by a full commit id");
            return;
        }
        if (!ACTIONS.contains(pinned.group(1))) {
            problem("action", step.place(), pinned.group(1) + " is not one of " + ACTIONS);
        }
        if (!Pattern.compile(Pattern.quote(uses) + " # v\\d+\\.\\d+\\.\\d+\\n")
                .matcher(workflow.text())
                .find()) {
            problem("action", step.place(), uses + " does not say its version in a comment");
        }
        if (pinned.group(1).equals("actions/checkout")
                && !Boolean.FALSE.equals(step.map("with").get("persist-credentials"))) {
            problem("credentials", step.place(), "the token stays in the clone for every later step");
        }
        if (step.map("with").containsKey("token") || step.map("with").containsKey("ssh-key")) {
            problem("credentials", step.place(), "the checkout needs none but the job's own");
        }
    }
}
