package io.deskwire.gateway.credential;

import io.deskwire.gateway.edge.Client;

/// Keeps somebody who tries API keys from keeping the auth-service busy: after many wrong ones from a client, keys that
/// are not remembered are no longer tried.
public interface GuessLimit {
    /// @return seconds until the next guess; 0 while guesses are left
    long secondsToWait(Client client);

    /// The auth-service refused a key of this client.
    void wrong(Client client);
}
