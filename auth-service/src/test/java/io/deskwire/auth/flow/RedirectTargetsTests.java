package io.deskwire.auth.flow;

import static org.assertj.core.api.Assertions.assertThat;

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
            List.of("https://*.preview.example.com/**", "myapp://callback", "http://localhost:*/welcome"),
            Duration.ofMinutes(5)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com",
                "https://app.example.com/welcome?x=1",
                "https://pr-7.preview.example.com/a/b",
                "myapp://callback",
                "myapp://callback#fragment",
                "http://localhost:5173/welcome"
            })
    void allowsTheSiteAndTheList(String address) {
        assertThat(targets.choose(address, null)).isEqualTo(URI.create(address));
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
                " "
            })
    void sendsEverythingElseToTheSite(String address) {
        assertThat(targets.choose(address, null)).isEqualTo(SITE);
    }

    @Test
    void takesTheRefererWhereTheWishIsNotAllowed() {
        var referer = "https://app.example.com/from";
        assertThat(targets.choose("https://evil.example", referer)).isEqualTo(URI.create(referer));
        assertThat(targets.choose(null, "https://evil.example")).isEqualTo(SITE);
    }

    @Test
    void takesAnyPortOfALoopbackSite() {
        var local = new RedirectTargets(
                new FlowProperties(URI.create("http://localhost:3000"), List.of(), Duration.ofMinutes(5)));
        assertThat(local.choose("http://localhost:5173/x", null)).isEqualTo(URI.create("http://localhost:5173/x"));
    }
}
