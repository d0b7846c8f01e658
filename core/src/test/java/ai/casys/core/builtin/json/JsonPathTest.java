// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.ToolFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The rules of RFC 9535, section by section, over documents like those of the RFC. */
class JsonPathTest {

    private static final String STORE = """
            {"store": {
              "book": [
                {"category": "reference", "author": "Nigel Rees", "title": "Sayings", "price": 8.95},
                {"category": "fiction", "author": "Evelyn Waugh", "title": "Sword", "price": 12.99},
                {"category": "fiction", "author": "Herman Melville", "title": "Moby", "isbn": "0-553", "price": 8.99},
                {"category": "fiction", "author": "J. R. R. Tolkien", "title": "Lord", "isbn": "0-395", "price": 22.99}],
              "bicycle": {"color": "red", "price": 399}}}
            """;

    private static final String FILTERS = """
            {"a": [3, 5, 1, 2, 4, 6, {"b": "j"}, {"b": "k"}, {"b": {}}, {"b": "kilo"}],
             "o": {"p": 1, "q": 2, "r": 3, "s": 5, "t": {"u": 6}},
             "e": "f"}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "$.store.book[*].author → [\"Nigel Rees\",\"Evelyn Waugh\",\"Herman Melville\",\"J. R. R. Tolkien\"]",
                "$..author → [\"Nigel Rees\",\"Evelyn Waugh\",\"Herman Melville\",\"J. R. R. Tolkien\"]",
                "$.store..price → [8.95,12.99,8.99,22.99,399]",
                "$..book[2].title → [\"Moby\"]",
                "$..book[-1].title → [\"Lord\"]",
                "$..book[0,1].title → [\"Sayings\",\"Sword\"]",
                "$..book[:2].title → [\"Sayings\",\"Sword\"]",
                "$..book[?@.isbn].title → [\"Moby\",\"Lord\"]",
                "$..book[?@.price<10].title → [\"Sayings\",\"Moby\"]",
                "$.store.bicycle['color', \"price\"] → [\"red\",399]",
                "$..book[?@.price < $.store.bicycle.price && @.category == 'reference'].title → [\"Sayings\"]",
                "$.store.book[?length(@.title) == 4].title → [\"Moby\",\"Lord\"]",
                "$[?count(@.*) == 2].bicycle.color → [\"red\"]",
                "$.store[?value(@..color) == 'red'].price → [399]",
                "$.store.book[?match(@.author, 'J\\\\. .*')].title → [\"Lord\"]",
                "$.store.book[?search(@.author, 'e[lr]')].title → [\"Sayings\",\"Sword\",\"Moby\"]",
            })
    void theStoreAnswers(String path, String expected) {
        assertThat(values(path, STORE)).isEqualTo(Json.parse(expected, "expected"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "$.a[?@.b == 'kilo'] → [{\"b\":\"kilo\"}]",
                "$.a[?(@.b == 'kilo')] → [{\"b\":\"kilo\"}]",
                "$.a[?@>3.5] → [5,4,6]",
                "$.a[?@.b] → [{\"b\":\"j\"},{\"b\":\"k\"},{\"b\":{}},{\"b\":\"kilo\"}]",
                "$[?@.*] → [[3,5,1,2,4,6,{\"b\":\"j\"},{\"b\":\"k\"},{\"b\":{}},{\"b\":\"kilo\"}],"
                        + "{\"p\":1,\"q\":2,\"r\":3,\"s\":5,\"t\":{\"u\":6}}]",
                "$[?@[?@.b]] → [[3,5,1,2,4,6,{\"b\":\"j\"},{\"b\":\"k\"},{\"b\":{}},{\"b\":\"kilo\"}]]",
                "$.o[?@<3, ?@<3] → [1,2,1,2]",
                "$.a[?@<2 || @.b == \"k\"] → [1,{\"b\":\"k\"}]",
                "$.a[?match(@.b, \"[jk]\")] → [{\"b\":\"j\"},{\"b\":\"k\"}]",
                "$.a[?search(@.b, \"[jk]\")] → [{\"b\":\"j\"},{\"b\":\"k\"},{\"b\":\"kilo\"}]",
                "$.o[?@>1 && @<4] → [2,3]",
                "$.o[?@.u || @.x] → [{\"u\":6}]",
                "$.a[?@.b == $.x] → [3,5,1,2,4,6]",
                "$.a[?@ == @] → [3,5,1,2,4,6,{\"b\":\"j\"},{\"b\":\"k\"},{\"b\":{}},{\"b\":\"kilo\"}]",
                "$.a[?!@.b && @ >= 5] → [5,6]",
                "$.a[?!(@ < 6) ] → [6,{\"b\":\"j\"},{\"b\":\"k\"},{\"b\":{}},{\"b\":\"kilo\"}]",
                "$.a[? @.b == {} ] → error",
                "$.o[?@ == 1.0e0] → [1]",
                "$.o[?@ == -0] → []",
                "$[?@ == 'f'] → [\"f\"]",
                "$[?@ == \"\\u0066\"] → [\"f\"]",
            })
    void filtersDecide(String path, String expected) {
        if (expected.equals("error")) {
            assertThatThrownBy(() -> values(path, FILTERS)).isInstanceOf(ToolFailure.class);
            return;
        }
        assertThat(values(path, FILTERS)).isEqualTo(Json.parse(expected, "expected"));
    }

    /** Section 2.3.5.3, table 11: comparisons over one document, of which each either holds or not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "$.absent1 == $.absent2 → true",
                "$.absent1 <= $.absent2 → true",
                "$.absent == 'g' → false",
                "$.absent1 != $.absent2 → false",
                "$.absent != 'g' → true",
                "1 <= 2 → true",
                "1 > 2 → false",
                "13 == '13' → false",
                "'a' <= 'b' → true",
                "'a' > 'b' → false",
                "$.obj == $.arr → false",
                "$.obj != $.arr → true",
                "$.obj == $.obj → true",
                "$.obj != $.obj → false",
                "$.arr == $.arr → true",
                "$.arr != $.arr → false",
                "$.obj == 17 → false",
                "$.obj != 17 → true",
                "$.obj <= $.arr → false",
                "$.obj < $.arr → false",
                "$.obj <= $.obj → true",
                "$.arr <= $.arr → true",
                "1 <= $.arr → false",
                "1 >= $.arr → false",
                "1 > $.arr → false",
                "1 < $.arr → false",
                "true <= true → true",
                "true > true → false",
                "true > false → false",
                "null == $.absent → false",
                "null == $.nothing → true",
                "null <= null → true",
                "1 == 1.0 → true",
                "9007199254740993 == 9007199254740992 → false",
                "'\uD83D\uDE00' > '\uFFFD' → true",
            })
    void comparisonsFollowTheTable(String comparison, boolean holds) {
        String document = "{\"obj\": {\"x\": \"y\"}, \"arr\": [2, 3], \"nothing\": null}";
        assertThat(!values("$[?" + comparison + "]", document).isEmpty()).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "$[1:3] → [1,2]",
                "$[5:] → [5,6]",
                "$[1:5:2] → [1,3]",
                "$[5:1:-2] → [5,3]",
                "$[::-1] → [6,5,4,3,2,1,0]",
                "$[-2:] → [5,6]",
                "$[:-5] → [0,1]",
                "$[0:3:0] → []",
                "$[10:] → []",
                "$[-100:2] → [0,1]",
                "$[2:-100:-1] → [2,1,0]",
                "$[ 1 : 3 : 1 ] → [1,2]",
                "$[::9007199254740991] → [0]",
                "$[-1] → [6]",
                "$[7] → []",
                "$[-8] → []",
                "$[0, 0] → [0,0]",
                "$.length → []",
                "$[*] → [0,1,2,3,4,5,6]",
            })
    void indexesAndSlicesCount(String path, String expected) {
        assertThat(values(path, "[0,1,2,3,4,5,6]")).isEqualTo(Json.parse(expected, "expected"));
    }

    @Test
    void descendantsComeInOrderWithDuplicates() {
        String document = "{\"o\": {\"j\": 1, \"k\": 2}, \"a\": [5, 3, [{\"j\": 4}, {\"k\": 6}]]}";
        assertThat(values("$..j", document).toString()).isEqualTo("[1,4]");
        assertThat(values("$..[0]", document).toString()).isEqualTo("[5,{\"j\":4}]");
        assertThat(values("$.o..[*, *]", document).toString()).isEqualTo("[1,2,1,2]");
        assertThat(values("$.a..[0, 1]", document).toString()).isEqualTo("[5,3,{\"j\":4},{\"k\":6}]");
        assertThat(values("$..*", document)).hasSize(11);
        assertThat(values("$", "1").toString()).isEqualTo("[1]");
    }

    @Test
    void everyNodeKnowsItsNormalizedPath() {
        String document = "{\"a b\": [{\"it's\": {\"\\\\\": {\"\\u000b\\n\": {\"ü\": 1}}}}]}";
        assertThat(paths("$..ü", document)).containsExactly("$['a b'][0]['it\\'s']['\\\\']['\\u000b\\n']['ü']");
        assertThat(paths("$", document)).containsExactly("$");
        assertThat(paths("$['a b'][-1]", document)).containsExactly("$['a b'][0]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$.a.b['c'][\"d\"][0]..e..[1]",
                "$ .a [ 'b' ] ..c",
                "$\n.\u00e4",
                "$.☺",
                "$._a1",
                "$['\\uD83D\\uDE00']",
                "$['\\b\\f\\n\\r\\t\\/\\\\\\'']",
                "$[?@.a&&@.b||!@.c]",
                "$[?@['a'] == 1.5E+3]",
                "$[?length(value($..a)) > 1]",
                "$[?count(@..*) > 1]",
                "$[?match(@.a, @.b)]",
                "$[?(((@.a)))]",
                "$[?@.a == null, 1, 'x', ::2, *]",
            })
    void wellFormedQueriesAreRead(String path) {
        assertThat(JsonPath.parse(path)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " $",
                "$ ",
                "a",
                "@",
                "$.",
                "$..",
                "$...a",
                "$.1a",
                "$. a",
                "$.a b",
                "$[]",
                "$[",
                "$[a]",
                "$['a",
                "$['a\"]",
                "$['\u0001']",
                "$['\\x']",
                "$['\\\"']",
                "$[\"\\'\"]",
                "$['\\uD800']",
                "$['\\uDC00']",
                "$['\\uD800\\u0041']",
                "$['\\u00g0']",
                "$[01]",
                "$[-0]",
                "$[+1]",
                "$[1.0]",
                "$[9007199254740992]",
                "$[-9007199254740992]",
                "$[99999999999999999999]",
                "$[1:2:3:4]",
                "$[1,]",
                "$[,1]",
                "$[::01]",
                "$.*a",
                "$[?]",
                "$[?@.a =]",
                "$[?@.a = 1]",
                "$[?@.a === 1]",
                "$[?@.a == 1 == 2]",
                "$[?'a']",
                "$[?true]",
                "$[?1]",
                "$[?@.* == 1]",
                "$[?@..a == 1]",
                "$[?@[0:1] == 1]",
                "$[?@[0,1] == 1]",
                "$[?@.a == [1]]",
                "$[?length(@.a)]",
                "$[?count(@.a)]",
                "$[?value(@.a)]",
                "$[?match(@.a, 'x') == true]",
                "$[?length(@.*) < 3]",
                "$[?count(1) < 3]",
                "$[?count() < 3]",
                "$[?count(@.*, 1) < 3]",
                "$[?length (@.a) < 3]",
                "$[?unknown(@.a)]",
                "$[?LENGTH(@.a) < 3]",
                "$[?@.a == 01]",
                "$[?@.a == 1.]",
                "$[?@.a == .5]",
                "$[?@.a == 1e]",
                "$[?@.a == TRUE]",
                "$[?@.a and @.b]",
                "$[?(@.a]",
                "$[?!1]",
                "$[?@.a & @.b]",
                "$[?@.a == \"\\uD800\"]",
            })
    void whatIsNoQueryIsRefusedWithItsPlace(String path) {
        assertThatThrownBy(() -> JsonPath.parse(path))
                .isInstanceOf(ToolFailure.class)
                .hasMessageContaining("at character");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "a.c → abc → true",
                "a.c → a\u2028c → true",
                "[^a] → b → true",
                "\\\\p{Lu} → Ä → true",
                "\\\\P{Lu} → ä → true",
                "a{2,3} → aaa → true",
                "(ab)+|c → abab → true",
                "^a → ^a → true",
                "a$ → a$ → true",
                "\\\\d → 1 → false",
                "a*? → a → false",
                "(?i)a → A → false",
                "( → ( → false",
                "[a-c.]+ → a.c → true",
                "\\\\. → . → true",
            })
    void regularExpressionsAreThoseOfRfc9485(String expression, String subject, boolean matches) {
        assertThat(matches(expression, subject)).isEqualTo(matches);
    }

    @Test
    void theDotLeavesOutBothLineEnds() {
        assertThat(matches("a.c", "a\nc")).isFalse();
        assertThat(matches("a.c", "a\rc")).isFalse();
    }

    private static boolean matches(String expression, String subject) {
        JsonNode document = Json.array().add(subject);
        int found = JsonPath.parse("$[?match(@, '" + expression + "')]")
                .find(document, budget())
                .size();
        return found == 1;
    }

    @Test
    void aQueryThatMultipliesNodesIsStopped() {
        String document = "[" + "[[1,2,3,4,5,6,7,8,9,10]],".repeat(200) + "0]";
        String path = "$" + "..[*,*,*,*,*,*,*,*]".repeat(6);
        assertThatThrownBy(() -> values(path, document))
                .isInstanceOf(ToolFailure.class)
                .hasMessageContaining("nodes");
        assertThatThrownBy(() -> JsonPath.parse("$[?" + "(".repeat(5_000) + "@.a" + ")".repeat(5_000) + "]"))
                .isInstanceOf(ToolFailure.class);
        assertThatThrownBy(() -> JsonPath.parse("$" + "[?@".repeat(5_000) + "]".repeat(5_000)))
                .isInstanceOf(ToolFailure.class);
    }

    private static ArrayNode values(String path, String document) {
        ArrayNode values = Json.array();
        JsonPath.parse(path).find(Json.parse(document, "document"), budget()).forEach(node -> values.add(node.value()));
        return values;
    }

    private static List<String> paths(String path, String document) {
        return JsonPath.parse(path).find(Json.parse(document, "document"), budget()).stream()
                .map(FoundNode::path)
                .toList();
    }

    private static Budget budget() {
        return new Budget(CallContext.of(Caller.LOCAL, Duration.ofSeconds(20)));
    }
}
