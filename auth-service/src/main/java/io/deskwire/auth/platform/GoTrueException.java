package io.deskwire.auth.platform;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A failure in GoTrue's own error contract: HTTP status, code and the exact message its clients look for.
public final class GoTrueException extends RuntimeException {
    private final int status;
    private final String code;
    private final List<String> reasons;

    public GoTrueException(int status, String code, String message) {
        this(status, code, message, List.of());
    }

    private GoTrueException(int status, String code, String message, List<String> reasons) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.reasons = List.copyOf(reasons);
    }

    /// What was sent is not what is asked for.
    public static GoTrueException invalid(String message) {
        return new GoTrueException(400, "validation_failed", message);
    }

    /// The value itself; refused as [#invalid] where it is missing or empty.
    public static String present(@Nullable String value, String message) {
        if (value == null || value.isEmpty()) {
            throw invalid(message);
        }
        return value;
    }

    public static GoTrueException emailExists(int status) {
        return new GoTrueException(
                status, "email_exists", "A user with this email address has already been registered");
    }

    /// @param reasons `length` or `characters`
    public static GoTrueException weakPassword(String message, List<String> reasons) {
        return new GoTrueException(422, "weak_password", message, reasons);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /// Why a password is weak; empty for every other failure.
    public List<String> reasons() {
        return reasons;
    }
}
