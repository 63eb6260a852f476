package io.deskwire.auth.platform;

/// A failure in GoTrue's own error contract: HTTP status, code and the exact message its clients look for.
public final class GoTrueException extends RuntimeException {
    private final int status;
    private final String code;

    public GoTrueException(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }
}
