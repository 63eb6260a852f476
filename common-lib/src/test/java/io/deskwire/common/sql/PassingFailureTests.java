package io.deskwire.common.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.UncategorizedSQLException;

class PassingFailureTests {
    @ParameterizedTest
    @CsvSource({
        "55P03, is changing the same",
        "40P01, was in the way",
        "40001, was in the way",
        "57014, took too long",
        "25P03, took too long",
        "25006, takes no changes",
        "53300, no room or connections",
        "57P01, does not answer",
        "08006, does not answer"
    })
    void saysWhatIsInTheWay(String state, String part) {
        assertThat(PassingFailure.sentence(failure(state)))
                .hasValueSatisfying(text -> assertThat(text).contains(part, "try again"));
    }

    @ParameterizedTest
    @CsvSource({"23505", "22021", "42P01", "XX000", "''"})
    void leavesTheRestToOthers(String state) {
        assertThat(PassingFailure.sentence(failure(state))).isEmpty();
        assertThat(PassingFailure.collided(failure(state))).isFalse();
    }

    @Test
    void repeatsWhatMetAnotherTransactionAlone() {
        assertThat(PassingFailure.collided(failure("40P01"))).isTrue();
        assertThat(PassingFailure.collided(failure("40001"))).isTrue();
        assertThat(PassingFailure.collided(failure("55P03"))).isFalse();
        assertThat(PassingFailure.collided(new IllegalStateException())).isFalse();
    }

    private static RuntimeException failure(String state) {
        return new UncategorizedSQLException("work", "SELECT 1", new SQLException("no", state, new SocketException()));
    }
}
