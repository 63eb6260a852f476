package io.deskwire.common.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WebhookSecretTests {
    @Test
    void signsAsTheReferenceLibraryVerifies() {
        var secret = WebhookSecret.generate(new SecureRandom());
        var other = WebhookSecret.generate(new SecureRandom());
        var message = UUID.randomUUID();
        var now = Clock.systemUTC().instant().getEpochSecond();
        var body = "{\"type\":\"ticket.created\",\"data\":{\"subject\":\"Größe\"}}";
        var headers = HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(message.toString()),
                        "webhook-timestamp", List.of(Long.toString(now)),
                        "webhook-signature",
                                List.of(other.sign(message, now, body) + " " + secret.sign(message, now, body))),
                (_, _) -> true);

        assertThatCode(() -> new Webhook(secret.text()).verify(body, headers)).doesNotThrowAnyException();
        assertThatThrownBy(() -> new Webhook(secret.text()).verify(body + " ", headers))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void readsWhatSupabaseCallsAHookSecret() {
        var secret = WebhookSecret.generate(new SecureRandom());

        assertThat(WebhookSecret.parse("v1," + secret.text())).isEqualTo(secret);
        assertThatThrownBy(() -> WebhookSecret.parse("v1,plain")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotShowInLogs() {
        assertThat(WebhookSecret.generate(new SecureRandom()).toString()).isEqualTo("whsec_…");
    }
}
