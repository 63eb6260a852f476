package io.deskwire.mail;

/// The letters of a service of the tests.
enum Note implements LetterKind {
    WELCOME,
    REMINDER
}
