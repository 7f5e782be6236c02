package dev.keaha.ha;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real Kea makes of these URLs is in the record of the testkit's lint tests; this says how they are taken apart. */
class PeerUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://192.0.2.1,              false, 192.0.2.1, 80",
        "http://192.0.2.1/,             false, 192.0.2.1, 80",
        "https://192.0.2.1/,            true,  192.0.2.1, 443",
        "http://192.0.2.1:8001,         false, 192.0.2.1, 8001",
        "http://192.0.2.1:8001/a:b/c,   false, 192.0.2.1, 8001",
        "http://192.0.2.1:0/,           false, 192.0.2.1, 0",
        "http://192.0.2.1:+7/,          false, 192.0.2.1, 7",
        "http://192.0.2.1:-1/,          false, 192.0.2.1, 4294967295",
        "http://192.0.2.1:4294967295/,  false, 192.0.2.1, 4294967295",
        "https://[::]:9,                true,  0:0:0:0:0:0:0:0, 9",
        "http://[2001:db8::1]/x,        false, 2001:db8:0:0:0:0:0:1, 80",
    })
    void takesApart(String text, boolean https, String address, long port) {
        assertThat(PeerUrl.of(text)).hasValueSatisfying(url -> {
            assertThat(url.https()).isEqualTo(https);
            assertThat(url.address()).hasToString(address);
            assertThat(url.port()).isEqualTo(port);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://192.0.2.1/            | expected http:// or https:// in front",
                "https:/192.0.2.1            | expected http:// or https:// in front",
                "http://                     | expected an IP address, found nothing as the host",
                "http://:80/                 | expected an IP address, found nothing as the host",
                "http:///                    | expected an IP address, found nothing as the host",
                "http://kea/                 | expected an IP address, found 'kea' as the host; Kea looks up no names",
                "http://kea                  | expected an IP address, found 'kea' as the host; Kea looks up no names",
                "http://kea:80               | expected an IP address, found 'kea' as the host; Kea looks up no names",
                "http://[]/                  | expected an IPv6 address between [ and ]",
                "http://[::1                 | expected an IPv6 address between [ and ]",
                "http://192.0.2.1:/          | expected a port number, found ''",
                "http://192.0.2.1:x          | expected a port number, found 'x'",
                "http://192.0.2.1:4294967296 | expected a port number, found '4294967296'",
                "http://192.0.2.1:1x/        | expected a port number, found '1x'",
                "http://kea:word@192.0.2.1/  | Kea takes no user and password in it, and no name of a host",
            })
    void saysWhatIsWrong(String text, String problem) {
        assertThat(PeerUrl.of(text)).isEmpty();
        assertThat(PeerUrl.read(text).problem()).startsWith(problem).doesNotContain("word@");
    }

    @ParameterizedTest
    @CsvSource({
        "http://kea:word@192.0.2.1/x,     http://*****@192.0.2.1/x",
        "http://kea:wo/r@d@192.0.2.1/,    http://*****@192.0.2.1/",
        "kea:word@192.0.2.1,              *****@192.0.2.1",
        "http://192.0.2.1/,               http://192.0.2.1/",
    })
    void isShownWithoutUserAndPassword(String text, String shown) {
        assertThat(PeerUrl.shown(text)).isEqualTo(shown);
    }
}
