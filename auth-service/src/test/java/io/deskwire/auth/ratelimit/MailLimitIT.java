package io.deskwire.auth.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.auth.mail.MailLimits;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.problem.Problem.TooMany;
import io.deskwire.testsupport.Api.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/// What all sign-ins of this node may mail in an hour, whoever asks for it and for whom.
@AuthServiceTest
@TestPropertySource(
        properties = {
            "deskwire.auth.mailer-autoconfirm=false",
            "deskwire.auth.rate-limit.factor=1",
            "deskwire.auth.rate-limit.otp=1000",
            "deskwire.auth.rate-limit.email-sent=5"
        })
class MailLimitIT {
    @Autowired
    People people;

    @Autowired
    MailLimits limits;

    @Test
    void refusesEveryMailWhenTheNodeHasSentItsShare() {
        var api = people.api();
        List<Function<String, Answer>> kinds = List.of(
                email -> api.post("/auth/v1/signup", Map.of("email", email, "password", People.PASSWORD)),
                email -> api.post("/auth/v1/otp", Map.of("email", email)),
                email -> api.post("/auth/v1/magiclink", Map.of("email", email)),
                email -> api.post("/auth/v1/recover", Map.of("email", email)),
                email -> api.post("/auth/v1/resend", Map.of("type", "signup", "email", email)));
        var told = new java.util.ArrayList<String>();
        for (var kind : kinds) {
            var sent = kind.apply(newAddress()).expect(200);
            told.addAll(sent.response().headers().allValues("RateLimit"));
            assertThat(sent.response().headers().allValues("RateLimit-Policy")).contains("\"email_sent\";q=5;w=3600");
        }
        assertThat(told).anyMatch(state -> state.startsWith("\"email_sent\";r=0;"));

        for (var kind : kinds) {
            var refused = kind.apply(newAddress()).expect(429);
            assertThat(refused.text("/code")).isEqualTo("over_email_send_rate_limit");
            assertThat(refused.text("/message")).isEqualTo("email rate limit exceeded");
            assertThat(refused.header("x-sb-error-code")).isEqualTo("over_email_send_rate_limit");
            assertThat(Long.parseLong(String.valueOf(refused.header("Retry-After"))))
                    .isBetween(1L, 3600L);
        }
        // Signing in without a mail goes on.
        api.post("/auth/v1/token?grant_type=password", Map.of("email", newAddress(), "password", "x"))
                .expect(400);
    }

    @Test
    void countsInvitesByTenantAndByAddressApartFromSigningIn() {
        var tenant = new TenantId(UUID.randomUUID());
        for (int i = 0; i < 5; i++) {
            limits.takeInvite(tenant, newAddress());
        }
        assertThatThrownBy(() -> limits.takeInvite(tenant, newAddress())).isInstanceOf(TooMany.class);

        var address = newAddress();
        for (int i = 0; i < 5; i++) {
            limits.takeInvite(new TenantId(UUID.randomUUID()), address);
        }
        assertThatThrownBy(() -> limits.takeInvite(new TenantId(UUID.randomUUID()), address))
                .isInstanceOf(TooMany.class);
    }

    private static String newAddress() {
        return UUID.randomUUID() + "@example.com";
    }
}
