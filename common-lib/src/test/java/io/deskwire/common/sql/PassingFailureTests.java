package io.deskwire.common.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.UnexpectedRollbackException;

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
        "08006, does not answer",
        "58030, does not answer"
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

    /// A consumer tries until these are over, and a client may try again.
    static Stream<Exception> awayWithoutState() {
        var closed = new SQLException("the pool is closed");
        return Stream.of(
                new CannotCreateTransactionException("no connection", closed),
                new IllegalStateException(new CannotCreateTransactionException("no connection", closed)),
                new CannotGetJdbcConnectionException("no connection", closed),
                new TransactionTimedOutException("deadline"),
                new QueryTimeoutException("slow"));
    }

    @ParameterizedTest
    @MethodSource("awayWithoutState")
    void passesWhereNoConnectionWasToBeHadOrTimeRanOut(Exception failure) {
        assertThat(PassingFailure.passes(failure)).isTrue();
    }

    /// Each of them would keep a partition for ever, or be answered with 503, if it were taken for an absent database.
    static Stream<Exception> ourOwnMistakes() {
        return Stream.of(
                new CannotCreateTransactionException("bound twice", new IllegalStateException("bound")),
                new CannotCreateTransactionException("claims", new SQLException("bad text", "22021")),
                new UnexpectedRollbackException("marked for rollback"),
                new IllegalTransactionStateException("no transaction"),
                new TransactionSystemException("commit", new SQLException("constraint", "23503")),
                new DataAccessResourceFailureException("index row", new SQLException("too large", "54000")),
                new IncorrectResultSizeDataAccessException(1, 0),
                new NullPointerException());
    }

    @ParameterizedTest
    @MethodSource("ourOwnMistakes")
    void doesNotPassWhereTheProgramIsWrong(Exception failure) {
        assertThat(PassingFailure.passes(failure)).isFalse();
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
