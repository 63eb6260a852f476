package io.deskwire.gateway.credential;

/// A deployment key (`apikey`) is missing or does not hold. Answered 401 in the shape of Supabase's gateway,
/// `{message, hint}`, which its clients show.
public final class KeyRefusedException extends RuntimeException {
    private final String hint;

    private KeyRefusedException(String message, String hint) {
        super(message, null, false, false);
        this.hint = hint;
    }

    static KeyRefusedException missing() {
        return new KeyRefusedException(
                "No API key found in request", "No `apikey` request header or url param was found.");
    }

    static KeyRefusedException unknown() {
        return new KeyRefusedException(
                "Invalid authentication credentials", "Double check your publishable or secret API key.");
    }

    static KeyRefusedException secretInBrowser() {
        return new KeyRefusedException(
                "Forbidden use of secret API key in browser",
                "Secret API keys can only be used in a protected environment and should never be used in a browser."
                        + " Replace this secret API key immediately.");
    }

    static KeyRefusedException secretInQuery() {
        return new KeyRefusedException(
                "Forbidden use of secret API key in a URL",
                "URLs end up in logs. Send the secret API key in the header `apikey` or as Bearer, and replace this one.");
    }

    public String hint() {
        return hint;
    }
}
