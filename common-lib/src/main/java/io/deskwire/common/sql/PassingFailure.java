package io.deskwire.common.sql;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Failures of the database that pass: the same request may well succeed a moment later. Told apart by SQLSTATE, which
/// Spring's exceptions mix.
public final class PassingFailure {
    private PassingFailure() {}

    /// What is told to whoever asked; empty where the failure does not pass by itself.
    public static Optional<String> sentence(Throwable failure) {
        return Optional.ofNullable(sentence(state(failure)));
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
            case "57014", "25P03", "25P04" -> "the database took too long; nothing was changed, try again";
            case "25006" -> "the database takes no changes at the moment; try again";
            default ->
                switch (state.substring(0, Math.min(2, state.length()))) {
                    case "53" -> "the database has no room or connections left; try again";
                    case "08", "57" -> "the database does not answer; try again";
                    default -> null;
                };
        };
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
