package io.deskwire.mail;

import java.util.Map;

/// What is to be sent to one address.
///
/// @param to one address as RFC 5321 has it; it is looked at when the letter is sent, so that a bad one does not undo
/// the transaction that queues
/// @param values what the templates show; they may hold secrets, and are forgotten once the letter is sent
public record Letter(LetterKind kind, String to, Map<String, String> values) {
    public Letter {
        values = Map.copyOf(values);
    }

    @Override
    public String toString() {
        return "Letter[%s]".formatted(kind.wire());
    }
}
