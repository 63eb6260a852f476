package io.deskwire.common.reception;

/// What becomes of a record whose effect fails. Whatever comes after it in its partition waits.
public enum Retry {
    /// Three more attempts, then the record goes to its topic's dead letters. While the database is away it is tried
    /// until the database is back. What is no event of ours is a dead letter at once.
    A_FEW_TIMES,
    /// Tried until it works. Only what breaks a constraint of the database is a dead letter, at once.
    UNLESS_UNSTORABLE,
    /// Tried until it works, with no dead letters. What is no event of ours is logged as an error and skipped.
    UNTIL_IT_WORKS
}
