// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CasysException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7f.0.0.1/",
                "http://0177.0.0.1/",
                "http://127.1/",
                "http://127.0.1/",
                "http://127.0.0.01/",
                "http://127.0.0.1.5/",
                "http://256.1.1.1/",
                "http://a.b.0x10/",
                "http://[fe80::1%25eth0]/",
                "http://[::1/",
                "http://user@host.example/",
                "http://user:secret@host.example/",
                "http://a.example\\@b.example/",
                "http://host.example:0/",
                "http://host.example:99999/",
                "http://host.example:80a/",
                "http:///path",
                "http:host.example",
                "file:///etc/passwd",
                "ftp://host.example/",
                "gopher://host.example/",
                "javascript:alert(1)",
                "//host.example/",
                "host.example",
                "",
                "http://ho%73t.example/",
                "http://-a.example/",
                "http://a..example/",
                "http://host.example/a b"
            })
    void aUrlOfADoubtfulKindIsRefused(String url) {
        assertThatThrownBy(() -> TargetUrl.parse(url)).isInstanceOf(CasysException.class);
    }

    @Test
    void numbersInOtherScriptsAreTheSameNumbers() {
        TargetUrl url = TargetUrl.parse("http://１２７.０.０.１/");
        assertThat(url.host()).isEqualTo("127.0.0.1");
        assertThat(url.literal()).isPresent();
    }

    @Test
    void aTrailingDotAndCapitalsAreRemovedBeforeAnyCheck() {
        assertThat(TargetUrl.parse("HTTP://LocalHost.:8080/x").host()).isEqualTo("localhost");
        assertThat(TargetUrl.parse("http://127.0.0.1./").literal()).isPresent();
    }

    @Test
    void whatIsSentIsRebuiltFromWhatWasChecked() {
        TargetUrl url = TargetUrl.parse("https://Bücher.example:443/ä?q=ö#frag");
        assertThat(url.uri()).hasToString("https://xn--bcher-kva.example/%C3%A4?q=%C3%B6");
        assertThat(url.port()).isEqualTo(443);
    }

    @Test
    void aRedirectTargetIsReadRelativeToItsPage() {
        TargetUrl url = TargetUrl.parse("https://host.example/a/b?x=1");
        assertThat(url.resolve("../c d").uri()).hasToString("https://host.example/c%20d");
        assertThat(url.resolve("//other.example/").host()).isEqualTo("other.example");
        assertThatThrownBy(() -> url.resolve("file:///etc/passwd")).isInstanceOf(CasysException.class);
    }
}
