package io.deskwire.common.sql;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionTimedOutException;

/// Failures of the database that pass: the same work may well succeed a moment later, or once the database is back. The
/// SQLSTATE tells, which Spring's exceptions mix; where there is none, the exception does.
///
/// A failure of our own program does not pass, even if it comes as an exception of a transaction: one that is joined
/// after it was marked for rollback, or a resource that is bound twice.
public final class PassingFailure {
    private static final String AWAY = "the database does not answer; try again";
    private static final String TOO_LONG = "the database took too long; nothing was changed, try again";

    private PassingFailure() {}

    /// What is told to the client; empty where the failure does not pass by itself.
    public static Optional<String> sentence(Throwable failure) {
        var state = state(failure);
        return Optional.ofNullable(state.isEmpty() ? sentenceByType(failure) : sentence(state));
    }

    public static boolean passes(Throwable failure) {
        return sentence(failure).isPresent();
    }

    /// Whether the database undid the transaction because another one was in its way: repeated at once it may succeed.
    public static boolean collided(Throwable failure) {
        return switch (state(failure)) {
            case "40P01", "40001" -> true;
            default -> false;
        };
    }

    private static @Nullable String sentence(String state) {
        return switch (state) {
            case "55P03" -> "somebody else is changing the same thing; nothing was changed, try again";
            case "40P01", "40001" -> "another request was in the way; nothing was changed, try again";
            case "57014", "25P03", "25P04" -> TOO_LONG;
            case "25006" -> "the database takes no changes at the moment; try again";
            default ->
                switch (state.substring(0, Math.min(2, state.length()))) {
                    case "53" -> "the database has no room or connections left; try again";
                    case "08", "57", "58" -> AWAY;
                    default -> null;
                };
        };
    }

    private static @Nullable String sentenceByType(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case TransactionTimedOutException _ -> {
                    return TOO_LONG;
                }
                case TransientDataAccessException _,
                        RecoverableDataAccessException _,
                        DataAccessResourceFailureException _ -> {
                    return AWAY;
                }
                // The pool had no connection to give. Without this cause the program began a transaction wrongly.
                case CannotCreateTransactionException none when none.contains(SQLException.class) -> {
                    return AWAY;
                }
                default -> {}
            }
        }
        return null;
    }

    /// Of the innermost failure that has one; empty where none has.
    private static String state(Throwable failure) {
        var state = "";
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() instanceof String known) {
                state = known;
            }
        }
        return state;
    }
}
