package io.deskwire.gateway.ratelimit;

import java.util.Locale;

/// What a limit counts by.
enum Policy {
    /// A person, a service user's API key, or an agent's token.
    CREDENTIAL,
    /// Everybody of one tenant together.
    TENANT,
    /// Requests without a known caller, by address.
    ADDRESS,
    /// All agents behind one address: their tokens are not verified here, so a new token must not bring a new
    /// allowance.
    FLEET,
    /// Requests whose credential did not hold, by address.
    FAILURES,
    /// API keys that the auth-service refused, by address; a key sent again and again is one guess.
    GUESSES;

    /// As headers and problems name it.
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
