package io.deskwire.auth.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The commit of a refresh does not wait for the disk: what a crash of the database makes of it.
@AuthServiceTest
class RefreshCommitIT {
    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SessionRepository sessions;

    @Autowired
    Clock clock;

    @Autowired
    People people;

    People.Person person;
    UUID session;

    @BeforeEach
    void signUp() {
        person = people.signUp("crash");
        session = UUID.fromString(
                People.claims(person.accessToken()).get("session_id").asString());
    }

    private void forgetRefreshesSince(long counter) {
        system.run(
                "test",
                () -> jdbc.sql("UPDATE sessions SET counter = :counter WHERE id = :id")
                        .param("counter", counter)
                        .param("id", session)
                        .update());
    }

    private String refusal(String refreshToken) {
        return people.api()
                .post("/auth/v1/token?grant_type=refresh_token", Map.of("refresh_token", refreshToken))
                .expect(400)
                .text("/code");
    }

    @Test
    void theNewestTokenGoesOnWhereItsRefreshWasForgotten() {
        var first = people.refresh(person.refreshToken()).refreshToken();
        var second = people.refresh(first).refreshToken();
        forgetRefreshesSince(0);

        var third = people.refresh(second).refreshToken();

        assertThat(people.refresh(second).refreshToken()).isEqualTo(third);
        assertThat(refusal(first)).isEqualTo("refresh_token_already_used");
        assertThat(refusal(third)).isEqualTo("refresh_token_not_found");
    }

    @Test
    void aTokenUsedTwiceBecauseItsRefreshWasForgottenIsFollowedByTheSame() {
        var first = people.refresh(person.refreshToken()).refreshToken();
        forgetRefreshesSince(0);

        assertThat(people.refresh(person.refreshToken()).refreshToken()).isEqualTo(first);
    }

    record Commit(int connection, String synchronous) {}

    private Commit commit() {
        return jdbc.sql("SELECT pg_backend_pid() AS connection, current_setting('synchronous_commit') AS synchronous")
                .query(Commit.class)
                .single();
    }

    @Test
    void onlyTheRefreshItselfDoesNotWaitForTheDisk() {
        var refreshing = system.call("test", () -> {
            var read = sessions.find(session).orElseThrow();
            assertThat(sessions.advance(
                            read,
                            read.advanced(
                                    read.rotation().counter(), read.tenant(), clock.instant(), Duration.ofSeconds(10))))
                    .isTrue();
            return commit();
        });
        var afterwards = await().until(
                        () -> system.query("test", this::commit),
                        commit -> commit.connection() == refreshing.connection());

        assertThat(refreshing.synchronous()).isEqualTo("off");
        assertThat(afterwards.synchronous()).isEqualTo("on");
    }
}
