// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises secrets in one line of text. A shape with a group named {@code value} is about that group alone. Shapes of
 * one issuer need no randomness; a mere assignment does, else every {@code password = readPassword()} would be one.
 */
public final class SecretShapes {
    /** Longer lines are cut: minified code is searched for tokens, and no token is longer than the overlap. */
    private static final int WINDOW = 16_384;

    private static final int OVERLAP = 1024;

    private static final String ASSIGNED =
            "(?:passw(?:or)?d|pwd|secret|token|api[_-]?key|access[_-]?key|credentials?|private[_-]?key)"
                    + "[a-z_-]{0,16}[\"']?\\s{0,8}(?:=>|:=|[:=,])\\s{0,8}";

    private static final List<Shape> SHAPES = List.of(
            issued("a private key", "private key", "-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----"),
            issued("a PuTTY key", "putty-user", "PuTTY-User-Key-File-\\d"),
            issued("an age key", "age-secret", "AGE-SECRET-KEY-1[0-9A-Z]{20,}"),
            issued("an AWS access key", "ia", "\\b(?:AKIA|ASIA|ABIA)[A-Z2-7]{16}\\b"),
            issued("a GitHub token", "gh", "\\bgh[pousr]_[A-Za-z0-9]{36,255}\\b"),
            issued("a GitHub token", "github_pat_", "\\bgithub_pat_[A-Za-z0-9_]{40,}"),
            issued("a GitLab token", "gl", "\\bgl(?:pat|rt|dt|cbt|ptt|soat)-[A-Za-z0-9_-]{20,}"),
            issued("a Slack token", "xox", "\\bxox[abposre]-[A-Za-z0-9-]{10,}"),
            issued("a Slack webhook", "hooks.slack", "hooks\\.slack\\.com/(?:services|workflows)/[A-Za-z0-9/+_-]{20,}"),
            issued("a Discord webhook", "discord", "discord(?:app)?\\.com/api/webhooks/\\d+/[A-Za-z0-9_-]{30,}"),
            issued("a Stripe key", "_live_", "\\b(?:sk|rk|pk)_live_[0-9A-Za-z]{16,}"),
            issued("a Stripe key", "_test_", "\\b[sr]k_test_[0-9A-Za-z]{24,}"),
            issued("a webhook secret", "whsec_", "\\bwhsec_[A-Za-z0-9+/=]{24,}"),
            issued("a model provider's key", "sk-", "\\bsk-(?:ant-|proj-|or-v1-|svcacct-)?[A-Za-z0-9_-]{32,}"),
            issued("a Google key", "aiza", "\\bAIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])"),
            issued("a Google client secret", "gocspx-", "\\bGOCSPX-[A-Za-z0-9_-]{20,}"),
            issued("a Google service account", "private_key_id", "\"private_key_id\"\\s*:\\s*\"[0-9a-f]{20,}\""),
            issued("an Azure account key", "accountkey", "AccountKey=[A-Za-z0-9+/]{40,}={0,2}"),
            issued("an Azure shared access signature", "sig=", "[?&]sig=[A-Za-z0-9%+/]{40,}"),
            issued("an npm token", "npm_", "\\bnpm_[A-Za-z0-9]{36}\\b"),
            issued("an npm token", "_authtoken", "_authToken\\s*=\\s*(?!\\$\\{)(?<value>[A-Za-z0-9_=-]{16,})"),
            issued("a PyPI token", "pypi-", "\\bpypi-AgE[A-Za-z0-9_-]{40,}"),
            issued("a Hugging Face token", "hf_", "\\bhf_[A-Za-z0-9]{30,}\\b"),
            issued("a Vault token", "hv", "\\bhv[sbr]\\.[A-Za-z0-9_-]{24,}"),
            issued("a DigitalOcean token", "do", "\\bdo[oprt]_v1_[a-f0-9]{64}\\b"),
            issued("a SendGrid key", "sg.", "\\bSG\\.[A-Za-z0-9_-]{20,24}\\.[A-Za-z0-9_-]{39,50}\\b"),
            issued("a Telegram bot token", ":a", "\\b\\d{8,10}:AA[A-Za-z0-9_-]{33}\\b"),
            issued("a Cloudflare or Docker token", "_pat_", "\\b(?:dckr_pat_|cf_pat_)[A-Za-z0-9_-]{20,}"),
            issued("a JSON web token", "eyj", "\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{16,}"),
            random("a registry password", "\"auth\"", "\"auth\"\\s*:\\s*\"(?<value>[A-Za-z0-9+/]{16,}={0,2})\""),
            random(
                    "a password in an address",
                    "://",
                    "\\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\\s/:@'\"]{1,64}:(?<value>[^\\s/@'\"{}<>$]{6,128})@[a-zA-Z0-9\\[]"),
            random(
                    "an authorization header",
                    "authorization",
                    "authorization\"?\\s*[:=,]\\s*\"?(?:Bearer|Basic|Token)\\s+(?<value>[A-Za-z0-9+/=._~-]{16,})"),
            random("an assigned secret", "\"", ASSIGNED + "\"(?<value>[^\\s\"']{12,256})\""),
            random("an assigned secret", "'", ASSIGNED + "'(?<value>[^\\s\"']{12,256})'"),
            random(
                    "an assigned secret",
                    "=",
                    "(?:^|[\\s;])[A-Z0-9_]*(?:PASSWORD|SECRET|TOKEN|API_?KEY|ACCESS_KEY|PRIVATE_KEY)[A-Z0-9_]*"
                            + "\\s*=\\s*(?<value>[A-Za-z0-9+/=._~!@#%^&*-]{12,256})(?=\\s|;|$)"));

    private SecretShapes() {}

    /** Everything in {@code line} that looks like a secret, the known shapes first; overlaps are left out. */
    public static List<Secret> in(String line) {
        if (line.length() < 12) {
            return List.of();
        }
        List<Secret> secrets = new ArrayList<>();
        for (int start = 0; start == 0 || start < line.length() - OVERLAP; start += WINDOW - OVERLAP) {
            int end = Math.min(line.length(), start + WINDOW);
            search(line.substring(start, end), start, secrets);
        }
        return List.copyOf(secrets);
    }

    private static void search(String line, int offset, List<Secret> secrets) {
        String lower = line.toLowerCase(Locale.ROOT);
        for (Shape shape : SHAPES) {
            if (!lower.contains(shape.hint)) {
                continue;
            }
            Matcher matcher = shape.pattern.matcher(line);
            while (matcher.find()) {
                String value = shape.valued ? matcher.group("value") : matcher.group();
                if (shape.secret.test(value)) {
                    int start = shape.valued ? matcher.start("value") : matcher.start();
                    add(new Secret(shape.kind, offset + start, offset + start + value.length()), secrets);
                }
            }
        }
        for (Secret token : Randomness.tokens(line)) {
            add(new Secret(token.kind(), offset + token.start(), offset + token.end()), secrets);
        }
    }

    private static void add(Secret secret, List<Secret> secrets) {
        if (secrets.stream().noneMatch(other -> other.start() < secret.end() && secret.start() < other.end())) {
            secrets.add(secret);
        }
    }

    private static Shape issued(String kind, String hint, String pattern) {
        return new Shape(
                kind,
                hint,
                Pattern.compile(pattern),
                pattern.contains("(?<value>"),
                value -> !Randomness.isFiller(value));
    }

    private static Shape random(String kind, String hint, String pattern) {
        return new Shape(
                kind, hint, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), true, Randomness::looksChosenAtRandom);
    }

    /**
     * One shape.
     *
     * @param hint what a line in small letters holds if the pattern can match; spares most lines the pattern
     * @param secret whether the value is one, and no example
     */
    private record Shape(String kind, String hint, Pattern pattern, boolean valued, Predicate<String> secret) {}
}
