package io.deskwire.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFaultTests {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a?q=",
                "/a?q=a[0]%20b",
                "/a?q=%C3%A4%E2%82%AC%F0%9F%8E%AB",
                "/a/a%20b;v=1",
                "/a?filter%5Bx%5D=a",
                "/a?q=a?b/c",
                "/a%00b",
                "http://x",
                "http://x/a",
                "HTTPS://x:1/a?q=1",
                "*"
            })
    void anAddressIsLeftAlone(String target) {
        assertThat(RequestFault.ofTarget(target)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, TARGET",
        "ftp://x/a, TARGET",
        "/a?q=%, ESCAPE",
        "/a?q=%4, ESCAPE",
        "/a?q=%%41, ESCAPE",
        "/%g0, ESCAPE",
        "/a?q=%80, NOT_UTF_8",
        "/a?q=%F4%90%80%80, NOT_UTF_8",
        "http://x/%FF, NOT_UTF_8",
        "/a#b, CHARACTER",
        "/a{b}, CHARACTER",
        "/a?q=^, CHARACTER",
        "/a[0], CHARACTER",
        "/a?q=\u00e4, CHARACTER"
    })
    void whatIsNoneHasAName(String target, RequestFault fault) {
        assertThat(RequestFault.ofTarget(target)).isEqualTo(fault);
        assertThat(RequestFault.ofTarget(RequestFault.legible(target))).isIn(null, RequestFault.NOT_UTF_8);
        assertThat(URI.create("http://x" + RequestFault.legible(target)).getHost())
                .isEqualTo("x");
    }

    @Test
    void thereIsOneHost() {
        assertThat(RequestFault.ofHosts(List.of("x"), false)).isNull();
        assertThat(RequestFault.ofHosts(List.of(), true)).isNull();
        assertThat(RequestFault.ofHosts(List.of(), false)).isEqualTo(RequestFault.HOST);
        assertThat(RequestFault.ofHosts(List.of("x", "x"), false)).isEqualTo(RequestFault.HOST);
        assertThat(RequestFault.ofHosts(List.of("x", "x"), true)).isEqualTo(RequestFault.HOST);
        assertThat(RequestFault.ofHosts(List.of("x, y"), false)).isEqualTo(RequestFault.HOST);
    }

    @Test
    void thereIsOneCoding() {
        assertThat(RequestFault.ofCodings(List.of())).isNull();
        assertThat(RequestFault.ofCodings(List.of("Chunked"))).isNull();
        assertThat(RequestFault.ofCodings(List.of("gzip, chunked"))).isEqualTo(RequestFault.CODING);
        assertThat(RequestFault.ofCodings(List.of("chunked", "chunked"))).isEqualTo(RequestFault.CODING);
    }
}
