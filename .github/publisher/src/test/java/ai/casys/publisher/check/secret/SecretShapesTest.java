// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for a secret and what is not. Every secret here is put together, so that no scanner finds it. */
class SecretShapesTest {
    private static final Random RANDOM = new Random(47);

    static Stream<String> secrets() {
        return Stream.of(
                "-----BEGIN " + "PRIVATE KEY-----",
                "  -----BEGIN EC " + "PRIVATE KEY-----",
                "-----BEGIN PGP " + "PRIVATE KEY BLOCK-----",
                "PuTTY-User-Key-File" + "-3: ssh-ed25519",
                "AGE-SECRET-KEY-1" + letters("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58),
                "aws_access_key_id = AKIA" + letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
                "gho" + "_" + any(36),
                "github_pat" + "_" + any(82),
                "glpat" + "-" + any(20),
                "xoxb" + "-123456789012-" + any(24),
                "https://hooks.slack" + ".com/services/T00AB12CD/B00EF34GH/" + any(24),
                "https://discord" + ".com/api/webhooks/123456789/" + any(60),
                "sk" + "_live_" + any(24),
                "whsec" + "_" + any(32),
                "OPENAI=sk" + "-proj-" + any(48),
                "sk" + "-ant-api03-" + any(90),
                "AIza" + any(35),
                "GOCSPX" + "-" + any(28),
                "\"private_key_id\": \"" + letters("0123456789abcdef", 40) + "\"",
                "AccountKey=" + any(86) + "==",
                "?sv=2022&sig=" + any(43) + "%3D",
                "npm" + "_" + any(36),
                "//registry/:_authToken=" + any(24),
                "pypi" + "-AgEIcHlwaS5vcmc" + any(60),
                "hf" + "_" + any(34),
                "hvs" + "." + any(90),
                "dop_v1" + "_" + letters("0123456789abcdef", 64),
                "SG" + "." + any(22) + "." + any(43),
                "123456789" + ":AA" + any(33),
                "dckr_pat" + "_" + any(27),
                "eyJ" + any(30) + ".eyJ" + any(60) + "." + any(43),
                "\"auth\": \"" + any(40) + "\"",
                "amqp://service:" + any(14) + "@queue.test:5672/",
                "curl -H 'Authorization: Bearer " + any(32) + "'",
                "String password = \"" + any(20) + "\";",
                "client_secret: '" + any(24) + "'",
                "export DEPLOY_TOKEN=" + any(30),
                "key material " + any(48) + " end");
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void aSecretIsFound(String line) {
        assertThat(SecretShapes.in(line)).isNotEmpty();
        assertThat(SecretShapes.in("x".repeat(20_000) + " " + line)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "String password = environment.get(\"DATABASE_PASSWORD\");",
                "password = readPassword()",
                "password: \"changeme\"",
                "API_KEY=your-api-key-goes-here",
                "token: ${GITHUB_TOKEN}",
                "postgres://user:password@localhost/db",
                "http://127.0.0.1:8080/@scope/package",
                "sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "\"password_encryption\", \"scram-sha-256\"",
                "org/eclipse/jgit/internal/storage/file/FileRepositoryBuilder2",
                "theTokenOfAServerThatHasMoreThan100ToolsIsRefreshedOnlyOnce()",
                "AKIAIOSFODNN7",
                "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "ghp_000000000000000000000000000000000000",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN PUBLIC KEY-----",
                "Authorization: Bearer TOKEN",
                "if (token == null || token.equals(\"none\")) {",
                "secret:     \"{}\"",
                "",
            })
    void whatIsNoSecretIsNot(String line) {
        assertThat(SecretShapes.in(line)).isEmpty();
    }

    @Test
    void whatIsShownOfASecretCannotBeUsed() {
        String secret = "ghp" + "_" + any(36);

        assertThat(Secret.shortened(secret)).startsWith("ghp_").hasSizeLessThan(24);
        assertThat(Secret.shortened("short")).doesNotContain("s");
    }

    @Test
    void theStretchIsThatOfTheSecretAlone() {
        String secret = any(20);
        String line = "password = \"" + secret + "\";";

        assertThat(SecretShapes.in(line))
                .singleElement()
                .satisfies(found ->
                        assertThat(line.substring(found.start(), found.end())).isEqualTo(secret));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".env",
                "a/.env.local",
                "prod.env",
                "deploy/id_rsa",
                "x.pem",
                "x.P12",
                "store.jks",
                ".npmrc",
                "home/.netrc",
                ".aws/config",
                "credentials.json",
                "client_secret_12.json",
                "service-account.json",
                "terraform.tfstate",
                "heap.hprof",
                "secrets.yaml",
            })
    void aFileOfSecretsIsKnownByItsName(String path) {
        assertThat(SecretNames.matches(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "environment.md",
                "core/src/Env.java",
                "docs/env",
                "core/SecretNames.java",
                "keys.md",
                "core/secretary/A.java",
                "id_rsa.md",
                "LICENSE",
            })
    void anotherFileIsNot(String path) {
        assertThat(SecretNames.matches(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kanarienvogel-4711",
                "KANARIENVOGEL-4711",
                "xkanarienvogel-4711x",
                "6b616e617269656e766f67656c2d34373131",
                "a2FuYXJpZW52b2dlbC00NzEx",
                "YTogIGthbmFyaWVudm9nZWwtNDcxMSB6",
            })
    void aCanarySingsInEveryForm(String line) {
        assertThat(new Canary("kanarienvogel-4711").sings(line, line.toLowerCase(java.util.Locale.ROOT)))
                .isTrue();
    }

    @Test
    void noCanarySingsInOtherText() {
        assertThat(new Canary("kanarienvogel-4711").sings("kanarienvogel-4712", "kanarienvogel-4712"))
                .isFalse();
    }

    private static String any(int length) {
        return letters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", length);
    }

    private static String letters(String alphabet, int length) {
        return RANDOM.ints(length, 0, alphabet.length())
                .mapToObj(alphabet::charAt)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString();
    }
}
