package dev.keaha.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, 0:0:0:0:0:0:0:0",
        "::1, 0:0:0:0:0:0:0:1",
        "2001:DB8::a, 2001:db8:0:0:0:0:0:a",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "::ffff:192.0.2.1, 0:0:0:0:0:ffff:c000:201",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:1",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    })
    void readsEverySpelling(String text, String printed) {
        IpAddress address = IpAddress.parse(text).orElseThrow();
        assertThat(address).hasToString(printed);
        assertThat(IpAddress.parse(printed)).hasValue(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "1.2.3",
                "1.2.3.4.5",
                "01.2.3.4",
                "256.1.1.1",
                "1.2.3.4 ",
                "1.2.3.-4",
                "1..3.4",
                "0x1.2.3.4",
                ":",
                ":::",
                "1:2",
                "1::2::3",
                ":1::",
                "1::2:",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "1.2.3.4::",
                "1:2:3:4:5:6:1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3",
                "::1.2.3.4:5",
                "1.2.3.4%eth0"
            })
    void takesNothingElse(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }

    @Test
    void ordersByFamilyAndValue() {
        List<IpAddress> ascending = Stream.of(
                        "0.0.0.0",
                        "10.0.0.1",
                        "192.0.2.1",
                        "255.0.0.0",
                        "::",
                        "::1",
                        "1::",
                        "8000::",
                        "ffff::",
                        "ffff::8000:0:0:0")
                .map(text -> IpAddress.parse(text).orElseThrow())
                .toList();
        for (int i = 0; i < ascending.size(); i++) {
            for (int k = 0; k < ascending.size(); k++) {
                assertThat(Integer.signum(ascending.get(i).compareTo(ascending.get(k))))
                        .isEqualTo(Integer.compare(i, k));
            }
        }
        assertThat(ascending.stream().filter(IpAddress::isUnspecified)).hasSize(2);
    }

    @Test
    void prefixesHoldExactlyTheirAddresses() {
        long seed = 24;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 5_000; i++) {
            boolean v6 = random.nextBoolean();
            int bits = v6 ? 128 : 32;
            IpAddress base = v6
                    ? new IpAddress(true, random.nextLong(), random.nextLong())
                    : new IpAddress(false, 0, random.nextLong() & 0xFFFFFFFFL);
            IpPrefix prefix = new IpPrefix(base, random.nextInt(bits + 1));
            BigInteger size = BigInteger.ONE.shiftLeft(bits - prefix.length());
            BigInteger first = value(base).divide(size).multiply(size);
            assertThat(value(prefix.first())).as("%s of seed %d", prefix, seed).isEqualTo(first);
            assertThat(value(prefix.last())).isEqualTo(first.add(size).subtract(BigInteger.ONE));
            assertThat(prefix.contains(base)).isTrue();
            assertThat(prefix.contains(prefix.last())).isTrue();
            assertThat(IpPrefix.parse(prefix.toString())).hasValue(prefix);
            assertThat(prefix.contains(new IpAddress(!v6, 0, 5))).isFalse();
        }
    }

    private static BigInteger value(IpAddress address) {
        return new BigInteger(Long.toUnsignedString(address.high()))
                .shiftLeft(64)
                .add(new BigInteger(Long.toUnsignedString(address.low())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "1.2.3.4",
                "1.2.3.4/",
                "1.2.3.4/33",
                "1.2.3.4/-1",
                "1.2.3.4/08",
                "::/129",
                "x/8",
                "1.2.3.4/8/8"
            })
    void whatIsNoPrefixIsNone(String text) {
        assertThat(IpPrefix.parse(text)).isEmpty();
    }
}
