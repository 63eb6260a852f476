package io.deskwire.common.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class BearerTokenTests {
    @Test
    void readsTheTokenWhateverTheSchemesCase() {
        assertThat(BearerToken.of(saying("Bearer abc"))).isEqualTo("abc");
        assertThat(BearerToken.of(saying("bearer  abc "))).isEqualTo("abc");
    }

    @Test
    void findsNoneInOtherSchemes() {
        assertThat(BearerToken.of(new MockHttpServletRequest())).isNull();
        assertThat(BearerToken.of(saying("Basic YWJj"))).isNull();
        assertThat(BearerToken.of(saying("Bearer"))).isNull();
        assertThat(BearerToken.of(saying("abc"))).isNull();
    }

    private static MockHttpServletRequest saying(String authorization) {
        var request = new MockHttpServletRequest();
        request.addHeader("Authorization", authorization);
        return request;
    }
}
