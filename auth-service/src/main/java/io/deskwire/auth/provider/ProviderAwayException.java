package io.deskwire.auth.provider;

/// A provider does not answer, or not as its protocol asks.
public final class ProviderAwayException extends RuntimeException {
    ProviderAwayException(String message, Throwable cause) {
        super(message, cause);
    }

    ProviderAwayException(String message) {
        super(message);
    }
}
