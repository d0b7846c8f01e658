// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the text, time and csv tools compute. */
class ValueToolsTest {

    @TempDir
    private Path root;

    private BuiltinFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new BuiltinFixture(root);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({
        "md5, 5d41402abc4b2a76b9719d911017c592",
        "sha1, aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
        "sha256, 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        "sha3-256, 3338be694f50c5f338814986cdf0686453a888b84f424d792af4b9202398f392"
    })
    void hashesAreTheKnownOnes(String algorithm, String hash) {
        JsonNode answer = call("text", "hash", "{\"text\": \"hello\", \"algorithm\": \"" + algorithm + "\"}");
        assertThat(answer.get("hash").asString()).isEqualTo(hash);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base64", "base64url", "hex", "url"})
    void whatIsEncodedIsDecodedAgain(String encoding) {
        String text = "grüße, + % / \uD83D\uDE00?";
        String encoded = call("text", "encode", "{\"text\": \"" + text + "\", \"encoding\": \"" + encoding + "\"}")
                .get("encoded")
                .asString();
        JsonNode decoded =
                call("text", "decode", "{\"encoded\": \"" + encoded + "\", \"encoding\": \"" + encoding + "\"}");
        assertThat(decoded.get("text").asString()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(((((a{100}){100}){100}){100}){100})", "((a{1000}){1000}){1000}", "(a", "a(?=b)", "(a)\\\\1"})
    void patternsThatAreTooLargeOrNotLinearAreRefused(String pattern) {
        assertThat(failure("text", "match", "{\"text\": \"a\", \"pattern\": \"" + pattern + "\"}"))
                .contains("regular expression");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\\\d{4}-\\\\d{2}-\\\\d{2}T\\\\d{2}:\\\\d{2}",
                "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                "[^]]{1,500}"
            })
    void ordinaryPatternsAreNot(String pattern) {
        assertThat(call("text", "match", "{\"text\": \"a\", \"pattern\": \"" + pattern + "\"}")
                        .has("count"))
                .isTrue();
    }

    @Test
    void aPatternThatExplodesElsewhereTakesNoTimeHere() {
        String arguments = "{\"text\": \"" + "a".repeat(50_000) + "!\", \"pattern\": \"(a+)+$\"}";
        assertThat(call("text", "match", arguments).get("count").asInt()).isZero();
    }

    @Test
    void replacementsWithGroupsThatAreNotThereAreExplained() {
        String arguments = "{\"text\": \"abc\", \"pattern\": \"b\", \"replacement\": \"$5\"";
        assertThat(failure("text", "replace", arguments + "}")).contains("$5", "literal");
        assertThat(call("text", "replace", arguments + ", \"literal\": true}")
                        .get("text")
                        .asString())
                .isEqualTo("a$5c");
    }

    @Test
    void countsAreThoseOfAReader() {
        JsonNode counts =
                call("text", "count", "{\"text\": \"Zwölf Boxkämpfer.\\nJa! \uD83D\uDC69\u200D\uD83D\uDCBB\"}");
        assertThat(counts.get("words").asInt()).isEqualTo(3);
        assertThat(counts.get("lines").asInt()).isEqualTo(2);
        assertThat(counts.get("characters").asInt()).isEqualTo(25);
    }

    @Test
    void aDiffMarksAMissingLineEnd() {
        String diff = call("text", "diff", "{\"left\": \"a\\nb\", \"right\": \"a\\nb\\n\"}")
                .get("diff")
                .asString();
        assertThat(diff).contains("-b\n\\ No newline at end of file\n+b\n");
        assertThat(call("text", "diff", "{\"left\": \"a\", \"right\": \"a\"}")
                        .get("equal")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-29T02:30, 2026-03-29T03:30:00+02:00, does not exist",
        "2026-10-25T02:30, 2026-10-25T02:30:00+02:00, happens twice",
        "2026-10-25T02:30+01:00, 2026-10-25T02:30:00+01:00, ''",
        "2026-07-01, 2026-07-01T00:00:00+02:00, first moment",
        "2026-07-01 12:00:30.5, 2026-07-01T12:00:30.5+02:00, ''",
        "1767225600, 2026-01-01T01:00:00+01:00, seconds since"
    })
    void timesAreReadAndDoubtsAreExplained(String text, String expected, String note) {
        JsonNode time = call("time", "parse", "{\"text\": \"" + text + "\", \"zone\": \"europe/berlin\"}");
        assertThat(time.get("time").asString()).isEqualTo(expected);
        assertThat(time.path("notes").toString()).contains(note);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-28T12:00, P1D, 2026-03-29T12:00:00+02:00",
        "2026-03-28T12:00, PT24H, 2026-03-29T13:00:00+02:00",
        "2026-01-31T12:00, P1M, 2026-02-28T12:00:00+01:00",
        "2026-03-31T12:00, -P1M1D, 2026-02-27T12:00:00+01:00",
        "2026-03-28T02:30, P1D, 2026-03-29T03:30:00+02:00",
        "2026-01-01T00:00, P1Y2M3W4DT5H6M7.5S, 2027-03-26T05:06:07.5+01:00"
    })
    void addingFollowsTheCalendarAndTheClock(String time, String duration, String expected) {
        JsonNode sum = call(
                "time",
                "add",
                "{\"time\": \"" + time + "\", \"zone\": \"Europe/Berlin\", \"duration\": \"" + duration + "\"}");
        assertThat(sum.get("time").asString()).isEqualTo(expected);
    }

    @Test
    void differencesAreElapsedAndOnTheCalendar() {
        JsonNode across = call(
                "time",
                "difference",
                "{\"start\": \"2026-03-28T12:00\", \"end\": \"2026-03-29T12:00\", \"zone\": \"Europe/Berlin\"}");
        assertThat(across.get("duration").asString()).isEqualTo("PT23H");
        assertThat(across.get("total_days").asInt()).isEqualTo(1);
        assertThat(across.get("notes").toString()).contains("change in between");
        JsonNode back = call("time", "difference", "{\"start\": \"2026-03-01\", \"end\": \"2025-12-31T23:00\"}");
        assertThat(back.get("calendar").toString())
                .isEqualTo("{\"years\":0,\"months\":-1,\"days\":-28,\"hours\":-1,\"minutes\":0,\"seconds\":0}");
    }

    @Test
    void anUnknownZoneIsAnsweredWithTheLikelyOne() {
        assertThat(failure("time", "now", "{\"zones\": [\"Europe/Berln\"]}")).contains("\"Europe/Berlin\"");
        assertThat(failure("time", "now", "{\"zones\": [\"Tokio\"]}")).contains("\"Asia/Tokyo\"");
        assertThat(failure("time", "add", "{\"time\": \"2026-01-01\", \"duration\": \"5 days\"}"))
                .contains("ISO 8601");
        assertThat(failure("time", "add", "{\"time\": \"2026-01-01\", \"duration\": \"P9999999999Y\"}"))
                .contains("ISO 8601");
    }

    @Test
    void csvOfManyKindsIsRead() {
        JsonNode table = call(
                "csv",
                "parse",
                "{\"text\": \"\uFEFFa;b;a\\r\\n\\\"x;\\\"\\\"y\\\"\\\"\\\";007;1e2\\r\\n\\r\\n1.50;;true;extra\", \"typed\": true}");
        assertThat(table.get("columns").toString()).isEqualTo("[\"a\",\"b\",\"a_2\"]");
        assertThat(table.get("rows").toString())
                .isEqualTo("[{\"a\":\"x;\\\"y\\\"\",\"b\":\"007\",\"a_2\":100},{\"a\":1.5,\"b\":null,\"a_2\":true}]");
        assertThat(table.get("uneven_rows").asInt()).isEqualTo(1);
        assertThat(call("csv", "parse", "{\"text\": \"\"}").get("row_count").asInt())
                .isZero();
        assertThat(call("csv", "parse", "{\"text\": \"1,2\\n3\", \"header\": \"none\"}")
                        .get("columns")
                        .toString())
                .isEqualTo("[\"column_1\",\"column_2\"]");
        assertThat(failure("csv", "parse", "{\"text\": \"a,b\\n\\\"open\"}")).contains("not CSV");
    }

    @Test
    void csvRowsAreFilteredGroupedAndSorted() {
        String table = "\"text\": \"who,where,n\\nada,rome,10\\nbob,oslo,9\\ncyd,rome,\\ndan,oslo,x\"";
        JsonNode filtered = call(
                "csv",
                "query",
                "{" + table + ", \"where\": [{\"column\": \"n\", \"operator\": \">=\", \"value\": \"9\"}], \"sort_by\":"
                        + " [{\"column\": \"n\"}], \"select\": [\"who\"]}");
        assertThat(filtered.get("rows").toString()).isEqualTo("[{\"who\":\"bob\"},{\"who\":\"ada\"}]");
        JsonNode grouped = call(
                "csv",
                "query",
                "{" + table + ", \"group_by\": [\"where\"], \"aggregate\": [{\"function\": \"average\", \"column\":"
                        + " \"n\", \"as\": \"mean\"}, {\"function\": \"count\"}, {\"function\": \"maximum\", \"column\":"
                        + " \"n\"}]}");
        assertThat(grouped.get("rows").toString())
                .isEqualTo("[{\"where\":\"rome\",\"mean\":10,\"count\":2,\"maximum_n\":10},"
                        + "{\"where\":\"oslo\",\"mean\":9,\"count\":2,\"maximum_n\":\"x\"}]");
        assertThat(failure("csv", "query", "{" + table + ", \"select\": [\"wher\"]}"))
                .contains("Did you mean");
    }

    @Test
    void pagesBecomeReadable() {
        JsonNode page = fixture.call(
                        new BuiltinSamples.Sample("web", "fetch", "{\"url\": \"http://docs.example/guide\"}"))
                .get("structuredContent");
        assertThat(page.get("text").asString())
                .startsWith("# Guide\n\nRead the [API notes](http://docs.example")
                .contains("& **enjoy**.\n\n- one\n- two")
                .doesNotContain("alert");
        assertThat(failure("web", "fetch", "{\"url\": \"http://127.0.0.1" + fixture.port() + "/guide\"}"))
                .contains("casys.builtin.web.allow");
        assertThat(failure("web", "fetch", "{\"url\": \"http://docs.example" + fixture.port() + "/a b\"}"))
                .contains("Percent-encode");
    }

    private JsonNode call(String server, String tool, String arguments) {
        JsonNode result = fixture.call(server, tool, arguments);
        assertThat(result.has("isError")).as(result.toString()).isFalse();
        return result.get("structuredContent");
    }

    private String failure(String server, String tool, String arguments) {
        JsonNode result = fixture.call(server, tool, arguments);
        assertThat(result.path("isError").asBoolean()).as(result.toString()).isTrue();
        return result.get("content").get(0).get("text").asString();
    }
}
