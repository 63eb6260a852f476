package io.deskwire.auth.session;

import io.deskwire.auth.platform.GoTrueException;

/// What came of a sign-in or a refresh. Refusals are values, because what a refusal did must be committed.
public sealed interface SignIn {
    record Accepted(SessionView session) implements SignIn {}

    record Rejected(Reason reason) implements SignIn {}

    /// Raises the refusal, where it is one.
    default SessionView accepted() {
        return switch (this) {
            case Accepted(var session) -> session;
            case Rejected(var reason) -> throw reason.refusal();
        };
    }

    /// GoTrue's status, code and message of each refusal.
    enum Reason {
        INVALID_CREDENTIALS(400, "invalid_credentials", "Invalid login credentials"),
        USER_BANNED(400, "user_banned", "User is banned"),
        EMAIL_NOT_CONFIRMED(400, "email_not_confirmed", "Email not confirmed"),
        TOKEN_MALFORMED(400, "validation_failed", "Refresh token is not valid"),
        TOKEN_NOT_FOUND(400, "refresh_token_not_found", "Invalid Refresh Token: Refresh Token Not Found"),
        SESSION_TIMEBOX(400, "session_expired", "Invalid Refresh Token: Session Expired"),
        SESSION_INACTIVE(400, "session_expired", "Invalid Refresh Token: Session Expired (Inactivity)"),
        REFRESHING_USER_BANNED(400, "user_banned", "Invalid Refresh Token: User Banned"),
        CONCURRENT(409, "conflict", "Too many concurrent token refresh requests on the same session or refresh token"),
        TOKEN_ALREADY_USED(400, "refresh_token_already_used", "Invalid Refresh Token: Already Used");

        private final int status;
        private final String code;
        private final String message;

        Reason(int status, String code, String message) {
            this.status = status;
            this.code = code;
            this.message = message;
        }

        GoTrueException refusal() {
            return new GoTrueException(status, code, message);
        }
    }
}
