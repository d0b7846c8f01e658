// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.safety;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Phrases by which a definition speaks to the model about more than its own use. They are searched in
 * {@link ReadableText}, in time linear in its length. Each was tuned on the definitions of real servers: a tool may say
 * when it is to be used and what its own server's tools do together; it may not give orders about the user, the
 * conversation, secrets or the tools of others. The decision record on flags lists what is deliberately left alone.
 */
final class InstructionRules {

    /** @param start place in the readable text, {@code end} the place after it */
    record Match(FindingKind kind, int start, int end) {}

    /** @param words of which a text must hold one before the pattern is tried; most texts hold none */
    private record Rule(FindingKind kind, List<String> words, Pattern pattern) {
        static Rule of(FindingKind kind, List<String> words, String... alternatives) {
            return new Rule(kind, words, Pattern.compile("(?:" + String.join(")|(?:", alternatives) + ")"));
        }
    }

    private record Steering(List<String> words, Pattern pattern) {}

    private static final String WORDS_0_3 = "(?:[\\w'-]+,? ){0,3}";
    private static final String WORDS_0_6 = "(?:[\\w'-]+,? ){0,6}";
    private static final String NOT =
            "\\b(?:do not|don't|dont|never|must not|mustn't|should not|shouldn't|may not|avoid|without) (?:ever )?";
    private static final String SECRET_FILE =
            "(?:\\.ssh/|\\bid_rsa\\b|\\bid_ed25519\\b|\\.aws/|\\.cursor/|\\bmcp\\.json\\b|claude_desktop_config|\\.netrc\\b"
                    + "|\\.npmrc\\b|\\.pypirc\\b|\\.git-credentials\\b|/etc/passwd\\b|/etc/shadow\\b|\\.kube/config\\b"
                    + "|\\.docker/config\\b|\\.bash_history\\b|\\.zsh_history\\b|\\.gnupg\\b|wallet\\.dat\\b|(?:^|[ '/(])\\.env\\b)";
    private static final String TAG =
            "important|system|system[-_ ]?(?:prompt|message|note|instructions?|override)|secret|hidden|admin|override"
                    + "|critical|assistant|instructions?|developer|priority";

    private static final List<Rule> RULES = List.of(
            Rule.of(
                    FindingKind.OVERRIDES_INSTRUCTIONS,
                    List.of(
                            "instruction",
                            "prompt",
                            "rules",
                            "directive",
                            "guideline",
                            "messages",
                            "commands",
                            "context",
                            "guardrails",
                            "above",
                            "before",
                            "your ",
                            "from now on",
                            "you are "),
                    "\\b(?:ignore|disregard|forget|override|bypass|discard|do not (?:follow|obey)|don't (?:follow|obey)|stop following|pay no attention to) "
                            + WORDS_0_3
                            + "(?:previous|prior|above|earlier|preceding|former) " + WORDS_0_3
                            + "(?:instructions?|prompts?|rules|directives?|guidelines|messages|commands|context)\\b",
                    "\\b(?:ignore|disregard|forget|bypass|do not (?:follow|obey)|don't (?:follow|obey)) " + WORDS_0_3
                            + "(?:system|safety|developer|your|user's) (?:[\\w'-]+ )?(?:instructions?|prompts?|guidelines|guardrails|rules)\\b",
                    "\\b(?:ignore|disregard|forget) (?:all |everything )(?:of )?(?:the )?(?:above|before|instructions)\\b",
                    "\\byour (?:new|real|actual|true) (?:instructions?|task|role|goal|objective|purpose) (?:is|are)\\b",
                    "\\bfrom now on,? you\\b",
                    "\\byou are (?:now|no longer) (?:an?|in|the|bound|restricted|dan)\\b"),
            Rule.of(
                    FindingKind.CONCEALS_FROM_USER,
                    List.of(
                            "user",
                            "human",
                            "person",
                            "customer",
                            "operator",
                            " this",
                            " that",
                            " it",
                            "these",
                            "anything",
                            "silently",
                            "secretly",
                            "covertly",
                            "quietly"),
                    NOT
                            + "(?:tell|telling|mention|mentioning|inform|informing|reveal|revealing|notify|notifying|alert|alerting|disclose|disclosing|warn|warning|let) "
                            + WORDS_0_6 + "(?:user|users|human|person|customer|operator)\\b",
                    "\\b(?:do not|don't|never) (?:tell|mention|disclose|reveal) (?:this|that|it|these|anything)\\b",
                    "\\b(?:keep|hide|conceal) (?:this|it|that|these|all of this|[\\w'-]+ [\\w'-]+) (?:a secret|secret|hidden|confidential|between us|from the user)\\b",
                    "\\bwithout (?:the )?(?:user's|user) (?:knowing|knowledge|noticing|being aware)\\b",
                    "\\b(?:silently|secretly|covertly|quietly) (?:send|include|append|forward|copy|upload|pass|read|add|call|bcc)\\b"),
            Rule.of(
                    FindingKind.CLAIMS_PRECEDENCE,
                    List.of("any ", "every ", "each ", "all ", "another "),
                    "\\b(?:before|prior to|after|whenever|when) (?:you )?(?:use|using|call|calling|invoke|invoking|run|running|execute|executing) (?:any|every|each|all|another) (?:of the )?(?:other )?tools?\\b",
                    "\\b(?:must|always|required to|need to|have to|needs to|has to) (?:be )?(?:first )?(?:call|called|use|used|invoke|invoked|run) "
                            + WORDS_0_6
                            + "(?:before|prior to) (?:[\\w'-]+ing )?(?:any|every|each|all) (?:other )?(?:tools?|tool calls?|requests?|actions?|responses?|answers?)\\b",
                    "\\bbefore (?:any|every|each) (?:other )?(?:tool|action|tool call|response|answer)\\b" + ".{0,40}"
                            + "\\b(?:must|always)\\b",
                    "\\b(?:all|any|every) (?:the )?other tools? (?:will|must|should|is|are|become|cannot|can't)\\b.{0,60}\\b(?:this tool|first|until|unless|through)\\b"),
            Rule.of(
                    FindingKind.INSTRUCTION_TAG,
                    List.of("<", "[", "#", "---", "==="),
                    "<\\s*(?:" + TAG + ")(?: [^<>]{0,80})?>.*</\\s*(?:" + TAG + ")\\s*>",
                    "<\\s*important\\s*>",
                    "<\\|[^|<>]{1,40}\\|>",
                    "\\[/?inst\\]",
                    "<</?sys>>",
                    "(?:^|[ .])(?:#{2,}|\\[|-{3,}|={3,}) ?(?:system|developer)(?: prompt| message| instructions?| note)? ?(?::|\\])"),
            Rule.of(
                    FindingKind.ASKS_FOR_SECRETS,
                    List.of(
                            ".ssh",
                            "id_",
                            ".aws",
                            ".cursor",
                            ".json",
                            "claude_desktop",
                            "rc",
                            ".git",
                            "/etc/",
                            "config",
                            "history",
                            ".gnupg",
                            "wallet",
                            ".env",
                            "key",
                            "password",
                            "credential",
                            "token",
                            "secret",
                            "environment"),
                    "\\b(?:read|open|cat|load|access|fetch|get|retrieve|include|send|pass|provide|upload|copy|paste|extract|print|collect|contents? of|content from)\\b[^;!?]{0,80}"
                            + SECRET_FILE,
                    "\\b(?:send|pass|include|put|provide|paste|write|append|add|collect|read|extract)\\b "
                            + WORDS_0_6
                            + "(?:user's|users'|system's|environment's|machine's|your) (?:[\\w'-]+ ){0,2}(?:api keys?|passwords?|private keys?|credentials|access tokens?|secrets?|ssh keys?|environment variables)\\b",
                    "\\b(?:send|pass|include|put|paste|write|append|collect|extract) (?:[\\w'-]+ ){0,2}(?:all|any|every) (?:[\\w'-]+ ){0,2}(?:api keys?|passwords?|private keys?|credentials|access tokens?|secrets?|ssh keys?|environment variables)\\b"),
            Rule.of(
                    FindingKind.ASKS_FOR_CONVERSATION,
                    List.of(
                            "conversation",
                            "chat",
                            "dialog",
                            "prompt",
                            "context window",
                            "chain of thought",
                            "instructions"),
                    "\\b(?:pass|include|send|provide|put|copy|append|forward|attach|supply|insert|write|add|paste|submit)(?:ing)? (?:in )?"
                            + WORDS_0_6
                            + "(?:full|entire|whole|complete|all|previous|prior|preceding|current|recent|verbatim|our|this|your|user's) "
                            + WORDS_0_3
                            + "(?:conversation|chat history|chat log|chat transcript|dialogue|dialog history|system prompt|context window|chain of thought)\\b",
                    "\\b(?:contents?|copy|transcript|text|log) of (?:the|this|your|our) (?:full |entire |whole |current |complete )?(?:conversation|system prompt|chat with the user)\\b",
                    "\\b(?:full|entire|whole|complete|verbatim) (?:conversation|chat)(?: history| transcript| log| context)? (?:so far|with the user|between|up to|until|as context|must|should|verbatim)\\b",
                    "\\b(?:your|the model's|the assistant's|the agent's) (?:full |entire |complete )?(?:system prompt|initial instructions|hidden instructions)\\b"));

    // The tool that is steered is the first group that took part.
    private static final String TOOL =
            "(?:the |a |an )?(?:['(])?(?:([a-z0-9]+_\\w+)|(\\w[\\w-]*)(?: tools?\\b| function\\b| mcp\\b))";
    private static final List<String> ORDERS =
            List.of("must", "always", "instead", "never", "sure", "first", "change", "replace", "add");
    private static final List<Steering> STEERING = List.of(
            new Steering(
                    ORDERS,
                    Pattern.compile(
                            "\\b(?:when|whenever|if|before|after|every time|each time|any time|anytime)(?: you| the (?:user|agent|model|assistant))?(?: ask(?:s|ed)?(?: you)? to)? (?:use|uses|using|call|calls|calling|invoke|invokes|invoking|run|running) "
                                    + TOOL + ".{0,80}?\\b(?:must|always|instead|never|be sure|make sure|ensure)\\b")),
            new Steering(
                    ORDERS,
                    Pattern.compile(
                            "\\b(?:when|whenever|if|before|after|every time|each time) " + TOOL
                                    + " (?:is|are|gets) (?:used|called|invoked|run)\\b.{0,80}?\\b(?:must|always|instead|never|be sure|make sure|ensure|first|change|replace|add)\\b")),
            new Steering(
                    List.of("not ", "n't ", "never ", "stop "),
                    Pattern.compile(
                            "\\b(?:do not|don't|never|must not|stop) (?:ever )?(?:use|using|call|calling|invoke|invoking) "
                                    + TOOL)),
            new Steering(List.of("instead of"), Pattern.compile("\\binstead of (?:using |calling |invoking )?" + TOOL)),
            new Steering(
                    List.of("must", "should", "to"),
                    Pattern.compile("\\b(?:recipient|parameters?|arguments?|behaviou?r|output|results?) (?:of|for) "
                            + TOOL + " (?:must|should|has to|needs to|have to)\\b")));

    private static final Set<String> NO_TOOLS = Set.of(
            "this",
            "the",
            "that",
            "these",
            "those",
            "such",
            "any",
            "other",
            "another",
            "one",
            "each",
            "every",
            "all",
            "both",
            "same",
            "following",
            "above",
            "external",
            "mcp",
            "own",
            "multiple",
            "its",
            "your",
            "different",
            "more",
            "first",
            "specific",
            "certain",
            "separate",
            "single",
            "two",
            "of",
            "to",
            "which",
            "our",
            "their",
            "no",
            "a",
            "an");

    private InstructionRules() {}

    /**
     * What is found in a readable text, at most one match of each kind.
     *
     * @param own names, in small letters, that the definition may speak of: the tools of its server, its parameters
     */
    static List<Match> in(String readable, Set<String> own) {
        List<Match> matches = new ArrayList<>();
        for (Rule rule : RULES) {
            if (rule.words().stream().noneMatch(readable::contains)) {
                continue;
            }
            Matcher matcher = rule.pattern().matcher(readable);
            if (matcher.find()) {
                matches.add(new Match(rule.kind(), matcher.start(), matcher.end()));
            }
        }
        for (Steering steering : STEERING) {
            if (steering.words().stream().noneMatch(readable::contains)) {
                continue;
            }
            Matcher matcher = steering.pattern().matcher(readable);
            while (matcher.find()) {
                String steered = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
                if (steered != null && !NO_TOOLS.contains(steered) && !isOwn(steered, own)) {
                    matches.add(new Match(FindingKind.STEERS_OTHER_TOOLS, matcher.start(), matcher.end()));
                    return matches;
                }
            }
        }
        return matches;
    }

    /** A server may be named in front of its tool, and the tools of a family by the beginning of their names. */
    private static boolean isOwn(String steered, Set<String> own) {
        return own.contains(steered)
                || own.stream().anyMatch(name -> steered.endsWith(name) || name.startsWith(steered));
    }
}
