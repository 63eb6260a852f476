package io.deskwire.testsupport.house;

/// One place that breaks a rule.
///
/// @param subject a type, a room or a file, so named that a move does not rename it; without spaces
/// @param found what is there and what may be
public record Breach(Rule rule, String subject, String found) {
    /// As a list of exceptions names it.
    String line() {
        return rule.key() + " " + subject;
    }

    @Override
    public String toString() {
        return "%s: %s, because %s".formatted(line(), found, rule.because());
    }
}
