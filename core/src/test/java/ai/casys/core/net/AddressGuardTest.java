// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

    private final AddressGuard guard = new AddressGuard(Set.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.1.1.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::127.0.0.1",
                "64:ff9b::a00:1",
                "64:ff9b:1::808:808",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:808:808::1",
                "3fff::1",
                "4000::1",
                "5f00::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void addressesThatAreNotPublicAreClosed(String address) {
        assertThat(guard.allows("some.example", literal(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450:4001::1",
                "64:ff9b::808:808",
                "::ffff:8.8.8.8"
            })
    void publicAddressesAreOpen(String address) {
        assertThat(guard.allows("some.example", literal(address))).isTrue();
    }

    @Test
    void everyAddressOfEveryPrivateBlockIsClosed() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[4];
            random.nextBytes(bytes);
            int[][] forced = {{10, -1}, {127, -1}, {192, 168}, {169, 254}, {0, -1}};
            int[] choice = forced[random.nextInt(forced.length)];
            bytes[0] = (byte) choice[0];
            if (choice[1] >= 0) {
                bytes[1] = (byte) choice[1];
            }
            assertThat(guard.allows("x.example", LiteralAddress.ofBytes(bytes))).isFalse();
            byte[] translated = new byte[16];
            translated[1] = 0x64;
            translated[2] = (byte) 0xff;
            translated[3] = (byte) 0x9b;
            System.arraycopy(bytes, 0, translated, 12, 4);
            assertThat(guard.allows("x.example", LiteralAddress.ofBytes(translated)))
                    .isFalse();
        }
    }

    @Test
    void whatTheOperatorNamesIsOpen() {
        AddressGuard open = new AddressGuard(Set.of("10.1.0.0/16", "Intranet.Example", "fd00::/8"));
        assertThat(open.allows("x.example", literal("10.1.2.3"))).isTrue();
        assertThat(open.allows("x.example", literal("10.2.2.3"))).isFalse();
        assertThat(open.allows("intranet.example", literal("192.168.0.1"))).isTrue();
        assertThat(open.allows("a.intranet.example", literal("192.168.0.1"))).isFalse();
        assertThat(open.allows("evilintranet.example", literal("192.168.0.1"))).isFalse();
        assertThat(open.allows("x.example", literal("fd00::5"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "300.1.1.1",
                "0x7f.1",
                "*",
                "*.example",
                "",
                "a b",
                "http://x",
                "10.0.0.0/-1",
                "010.0.0.1"
            })
    void anEntryThatIsNothingIsRefusedByName(String entry) {
        assertThatThrownBy(() -> new AddressGuard(Set.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + entry + "\"");
    }

    private static InetAddress literal(String text) {
        return LiteralAddress.parse(text).orElseThrow();
    }
}
