package io.deskwire.mail;

/// What became of one attempt to hand a mail to the server.
sealed interface Delivery {
    /// The server has it.
    record Sent() implements Delivery {}

    /// May go better another time: the server is away, refuses for now, or this node does not know the letter.
    record Failed(String error) implements Delivery {}

    /// Will be refused again: the address is none, or the server says so of it.
    record Refused(String error) implements Delivery {}
}
