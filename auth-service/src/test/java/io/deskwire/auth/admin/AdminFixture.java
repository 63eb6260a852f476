package io.deskwire.auth.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The admin API as a trusted server uses it.
@AuthServiceTest
abstract class AdminFixture {
    static final String USERS = "/auth/v1/admin/users";

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    @Autowired
    People people;

    Api api;
    Api admin;

    @BeforeEach
    void connect() {
        api = people.api();
        admin = people.adminClient();
    }

    /// That of nobody yet.
    static String address() {
        return "made-%s@example.com".formatted(UUID.randomUUID());
    }

    Answer signIn(String email, String password) {
        return people.signIn(email, password);
    }

    static void refused(Answer answer, int status, String code, String message) {
        answer.expect(status);
        assertThat(answer.text("/code")).isEqualTo(code);
        assertThat(answer.text("/message")).contains(message);
    }
}
