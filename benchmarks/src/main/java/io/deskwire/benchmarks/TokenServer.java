package io.deskwire.benchmarks;

import java.io.IOException;

/// What the benchmark does to a server that issues tokens. Each worker has people and machines of its own, so that
/// nobody waits for another's session, and keeps their newest refresh tokens from one run to the next.
interface TokenServer {
    int WORKERS = 16;
    int PEOPLE_EACH = 8;

    /// Rotates the refresh tokens of a worker's people, one after the other.
    Load.Work refreshing(int worker) throws IOException;

    /// Turns the standing secrets of a worker's machines into access tokens.
    Load.Work exchanging(int worker) throws IOException;

    /// Signs a worker's people in by their passwords.
    Load.Work signingIn(int worker) throws IOException;
}
