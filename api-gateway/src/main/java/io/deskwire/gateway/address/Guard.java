package io.deskwire.gateway.address;

/// What an address asks of a request's credentials, and what becomes of its `Authorization` header.
public enum Guard {
    /// Nothing is asked and no credential goes on.
    OPEN,
    /// The service swaps keys itself: the header goes on as it came.
    KEY_EXCHANGE,
    /// As [#SIGN_IN], but without a deployment key: links in mails and redirects cannot carry one.
    SIGN_IN_LINK,
    /// A deployment key is needed; a session's token is the auth-service's to judge, in its own error shapes.
    SIGN_IN,
    /// A deployment key is needed; a token may come with it or, over WebSocket, later.
    REALTIME,
    /// A verified caller is needed.
    CALLER,
    /// A verified caller, or an extension agent, whom the service itself verifies.
    CALLER_OR_AGENT
}
