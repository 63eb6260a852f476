package io.deskwire.condition.value;

/// What "ignoring case" means.
public final class CaseFolding {
    private CaseFolding() {}

    /// The text in lower case, character by character, as `lower` and `ILIKE` have it in a database of the locale
    /// C.UTF-8. `String.toLowerCase` knows more, for example that a sigma at the end of a word has its own
    /// form.
    public static String of(String text) {
        var folded = new StringBuilder(text.length());
        text.codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
        return folded.toString();
    }
}
