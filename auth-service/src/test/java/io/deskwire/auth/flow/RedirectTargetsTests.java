package io.deskwire.auth.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTargetsTests {
    private static final URI SITE = URI.create("https://app.example.com");

    private final RedirectTargets targets = new RedirectTargets(new FlowProperties(
            SITE,
            List.of(
                    "https://*.preview.example.com/**",
                    "myapp://callback",
                    "my_app://callback",
                    "http://localhost:*/welcome",
                    "https://{one",
                    "other}.example.org/[a-c]?/[!x]",
                    "https://plain.example.org/\\*"),
            Duration.ofMinutes(5)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com",
                "https://app.example.com/welcome?x=1",
                "https://pr-7.preview.example.com/a/b",
                "myapp://callback",
                "myapp://callback#fragment",
                "http://localhost:5173/welcome",
                "my_app://callback",
                "https://one.example.org/b1/y",
                "https://other.example.org/cz/9",
                "https://plain.example.org/*"
            })
    void allowsTheSiteAndTheList(String address) {
        assertThat(targets.choose(address, null)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "https://app.example.com.evil.example",
                "https://app.example.com@evil.example",
                "http://app.example.com",
                "https://app.example.com:8443",
                "https://a.b.preview.example.com/",
                "https://evil.example/x.preview.example.com/",
                "//evil.example",
                "javascript:alert(1)",
                "https://203.0.113.7/",
                "https://[2001:db8::1]/",
                "http://localhost:5173/other",
                "/relative",
                "https://app.example.com\\@evil.example",
                "http://127.0.0.1:3000/",
                "http://127.1/",
                "http://2130706433/",
                "http://0x7f.0.0.1/",
                "https://my_host.preview.example.com/",
                "my_app://callback2",
                "my_other_app://callback",
                "my_app://user@callback",
                "ht_tps://app.example.com",
                "https://one.example.org/d1/y",
                "https://one.example.org/b1/x",
                "https://one.example.org/b1//",
                "https://one.example.org/b1/.",
                "https://two.example.org/b1/y",
                "https://plain.example.org/x",
                " "
            })
    void sendsEverythingElseToTheSite(String address) {
        assertThat(targets.choose(address, null)).isEqualTo(SITE.toString());
    }

    @Test
    void takesTheRefererWhereTheWishIsNotAllowed() {
        var referer = "https://app.example.com/from";
        assertThat(targets.choose("https://evil.example", referer)).isEqualTo(referer);
        assertThat(targets.choose(null, "https://evil.example")).isEqualTo(SITE.toString());
    }

    private static RedirectTargets of(String site, String... allowed) {
        return new RedirectTargets(new FlowProperties(URI.create(site), List.of(allowed), Duration.ofMinutes(5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:5173/x",
                "http://127.0.0.1:5173/x",
                "http://127.200.0.9/",
                "https://[::1]:8443/"
            })
    void takesAnyPortAndLoopbackAddressOfALoopbackSite(String address) {
        assertThat(of("http://localhost:3000").choose(address, null)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost:5173/x",
                "myapp://127.0.0.1/x",
                "http://127.0.0.1.evil.example/",
                "http://127.0.0.256/",
                "http://127.0.0.01/",
                "http://evil@127.0.0.1/",
                "http://[::2]/",
                "http://10.0.0.1/",
                "http://0.0.0.0/"
            })
    void takesNothingElseForALoopbackAddress(String address) {
        assertThat(of("http://localhost:3000").choose(address, null)).isEqualTo("http://localhost:3000");
    }

    @Test
    void takesAPageOfASiteThatHasAnAddressForAName() {
        var site = of("http://192.168.1.10:3000");
        assertThat(site.choose("http://192.168.1.10:3000/in", null)).isEqualTo("http://192.168.1.10:3000/in");
        assertThat(site.choose("http://192.168.1.11:3000/in", null)).isEqualTo("http://192.168.1.10:3000");
    }

    @Test
    void answersInAsciiThatFitsAHeader() {
        var targets = of("https://app.example.com", "my_app://**");
        assertThat(targets.choose("https://app.example.com/ä", null)).isEqualTo("https://app.example.com/%C3%A4");
        assertThat(targets.choose("my_app://ä", null)).isEqualTo("my_app://%C3%A4");
        for (var forged : List.of("my_app://a\r\nSet-Cookie:x", "my_app://a b", "my_app://a\tb")) {
            assertThat(targets.choose(forged, null)).isEqualTo("https://app.example.com");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://{a,b.example", "https://[a.example", "https://[!].example", "https://[].example"})
    void refusesAGlobThatIsNotClosed(String glob) {
        assertThatThrownBy(() -> of("https://app.example.com", glob))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(glob);
    }
}
