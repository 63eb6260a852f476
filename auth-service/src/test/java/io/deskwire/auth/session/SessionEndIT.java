package io.deskwire.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.MailServiceTest;
import io.deskwire.auth.People;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.MutableClock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/// Sessions that end by themselves.
@MailServiceTest
@TestPropertySource(
        properties = {
            "deskwire.auth.mailer-autoconfirm=true",
            "deskwire.auth.password.change-needs-current=true",
            "deskwire.auth.session.timebox=90m",
            "deskwire.auth.session.inactivity=40m"
        })
class SessionEndIT {
    @Autowired
    MutableClock clock;

    @Autowired
    SessionEnds sessions;

    @Autowired
    SystemAccess system;

    @Autowired
    People people;

    Api api;

    @BeforeEach
    void connect() {
        api = people.api();
    }

    private int swept() {
        return system.call("test", sessions::sweep);
    }

    private String refused(String token) {
        var answer = api.post("/auth/v1/token?grant_type=refresh_token", Map.of("refresh_token", token))
                .expect(400);
        assertThat(answer.text("/code")).isEqualTo("session_expired");
        return answer.text("/message");
    }

    @Test
    void endWhenTheyAreNotUsed() {
        var person = people.signUp("inactive");
        clock.advance(Duration.ofMinutes(39));
        var next = people.refresh(person.refreshToken());
        clock.advance(Duration.ofMinutes(40));

        assertThat(refused(next.refreshToken())).isEqualTo("Invalid Refresh Token: Session Expired (Inactivity)");
        assertThat(api.as(next.accessToken()).get("/auth/v1/user").expect(403).text("/code"))
                .isEqualTo("session_expired");
    }

    @Test
    void endAfterTheirTimeHoweverMuchTheyAreUsed() {
        var person = people.signUp("boxed");
        for (var i = 0; i < 2; i++) {
            clock.advance(Duration.ofMinutes(35));
            person = people.refresh(person.refreshToken());
        }
        var last = api.post("/auth/v1/token?grant_type=refresh_token", Map.of("refresh_token", person.refreshToken()))
                .expect(200);
        assertThat(last.json().at("/expires_in").asInt()).isEqualTo(20 * 60);
        clock.advance(Duration.ofMinutes(20));

        assertThat(refused(last.text("/refresh_token"))).isEqualTo("Invalid Refresh Token: Session Expired");
        assertThat(swept()).isZero();
        clock.advance(Duration.ofHours(73));
        assertThat(swept()).isPositive();
        assertThat(api.post(
                                "/auth/v1/token?grant_type=refresh_token",
                                Map.of("refresh_token", last.text("/refresh_token")))
                        .expect(400)
                        .text("/code"))
                .isEqualTo("refresh_token_not_found");
    }
}
