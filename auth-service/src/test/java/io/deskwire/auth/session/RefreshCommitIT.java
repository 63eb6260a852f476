package io.deskwire.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.auth.member.WorkplaceRows;
import io.deskwire.auth.user.UserRows;
import io.deskwire.common.identity.SessionId;
import io.deskwire.common.tenancy.SystemAccess;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// The commit of a refresh does not wait for the disk: what a crash of the database makes of it.
@AuthServiceTest
class RefreshCommitIT {
    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    @Qualifier("systemPool")
    DataSource systemPool;

    @Autowired
    UserRows users;

    @Autowired
    WorkplaceRows workplaces;

    @Autowired
    JsonMapper json;

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

    /// Both on one connection, which a pool would not promise: the setting must end with its transaction.
    @Test
    void onlyTheRefreshItselfDoesNotWaitForTheDisk() throws SQLException {
        try (var connection = systemPool.getConnection()) {
            var pinned = new SingleConnectionDataSource(connection, true);
            var onIt = JdbcClient.create(pinned);
            var sessions = new SessionRepository(onIt, users, workplaces, json);

            var refreshing = new TransactionTemplate(new JdbcTransactionManager(pinned)).execute(_ -> {
                var read = sessions.find(new SessionId(session)).orElseThrow();
                assertThat(sessions.advance(
                                read,
                                read.advanced(
                                        read.rotation().counter(),
                                        read.tenant(),
                                        clock.instant(),
                                        Duration.ofSeconds(10))))
                        .isTrue();
                return synchronousCommit(onIt);
            });

            assertThat(refreshing).isEqualTo("off");
            assertThat(synchronousCommit(onIt)).isEqualTo("on");
        }
    }

    private static String synchronousCommit(JdbcClient connection) {
        return connection
                .sql("SELECT current_setting('synchronous_commit')")
                .query(String.class)
                .single();
    }
}
