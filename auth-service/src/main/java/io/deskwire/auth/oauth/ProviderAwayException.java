package io.deskwire.auth.oauth;

/// A provider does not answer, or not as its protocol asks.
final class ProviderAwayException extends RuntimeException {
    ProviderAwayException(String message, Throwable cause) {
        super(message, cause);
    }

    ProviderAwayException(String message) {
        super(message);
    }
}
