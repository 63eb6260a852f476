package io.deskwire.localstack;

/// Why the stack cannot do what was asked, in words for the person at the terminal; printed without a stack
/// trace.
public final class StackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
