package io.deskwire.notification.webhook.endpoint;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.common.json.WireJson;
import io.deskwire.common.problem.Problem;
import io.deskwire.common.problem.Problem.FieldError;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRequestTests {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://example.com/",
                "http://example.com:1/in?x=1",
                "https://example.com:65535/in",
                "https://example.com:/in",
                "https://[2001:4860:4860::8888]:8443/in",
                "HTTPS://EXAMPLE.com/%25"
            })
    void takesWhatLeadsSomewhere(String url) {
        assertThat(request(url).draft().url()).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "http://[fe80::1%25eth0]/, zone id",
        "http://[fe80::1%eth0]/, zone id",
        "http://[fe80::1%251]:8080/, zone id",
        "http://[2001:4860:4860::8888%25lo]/x, zone id",
        "http://example.com:0/, port from 1 to 65535",
        "http://example.com:00/, port from 1 to 65535",
        "http://[2001:4860:4860::8888]:0/, port from 1 to 65535",
        "http://example.com:65536/, port from 1 to 65535",
        "http://example.com:99999999999/, port from 1 to 65535",
        "http://example.com:4294967376/, port from 1 to 65535",
        "http://u:p@example.com/, neither a user nor a fragment",
        "http://example.com/#f, neither a user nor a fragment",
        "http://exa_mple.com/, has no valid host",
        "ftp://example.com/, an http or https URL",
        "http:///x, an http or https URL",
        "example.com, an http or https URL"
    })
    void refusesWhatDoesNotAndSaysWhy(String url, String why) {
        assertThatThrownBy(() -> request(url).draft())
                .isInstanceOfSatisfying(
                        Problem.Malformed.class,
                        problem -> assertThat(problem.details())
                                .extractingByKey("errors", as(InstanceOfAssertFactories.list(FieldError.class)))
                                .singleElement()
                                .satisfies(error -> {
                                    assertThat(error.field()).isEqualTo("url");
                                    assertThat(error.message()).contains(why);
                                }));
    }

    @Test
    void refusesItInAChangeToo() {
        var draft = request("https://example.com").draft();
        var body = WireJson.mapper().createObjectNode().put("url", "http://[fe80::1%25eth0]:0/");
        assertThatThrownBy(() -> WebhookRequest.patched(draft, body)).isInstanceOf(Problem.class);
    }

    private static WebhookRequest request(String url) {
        return new WebhookRequest(url, List.of("*"), null, null);
    }
}
