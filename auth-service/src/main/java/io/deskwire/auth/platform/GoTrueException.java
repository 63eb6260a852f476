package io.deskwire.auth.platform;

import java.util.List;

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

    /// @param reasons `length`, `characters` or `pwned`
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
