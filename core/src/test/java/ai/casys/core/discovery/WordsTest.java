// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void namesAreCutAtCaseDigitsAndPunctuation() {
        assertThat(terms("createIssue")).containsExactly("creat", "issu", "createissu");
        assertThat(terms("HTTPServer_v2.list-URLs")).contains("http", "server", "v", "2", "v2", "list", "url");
        assertThat(terms("GitHub")).contains("git", "hub", "github");
    }

    @Test
    void formsOfOneWordMeet() {
        assertThat(terms("issues")).isEqualTo(terms("Issue"));
        assertThat(terms("Café ＦＵＬＬ")).containsExactly("cafe", "full");
        assertThat(terms("e\u0301te\u0301")).isEqualTo(terms("été"));
    }

    @Test
    void functionWordsSayNothing() {
        assertThat(terms("what is the of a")).isEmpty();
    }

    @Test
    void ideographsArePaired() {
        assertThat(terms("附近的x工")).containsExactly("附近", "近的", "x", "工");
        assertThat(terms("한국어")).containsExactly("한국", "국어");
    }

    private static List<String> terms(String text) {
        return new Words().of(text).stream().map(Words.Found::term).toList();
    }
}
