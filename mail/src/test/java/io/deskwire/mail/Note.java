package io.deskwire.mail;

import java.util.List;

/// The letters of a service of the tests.
enum Note implements LetterKind {
    WELCOME("site", "name", "link", "token"),
    REMINDER("site", "name");

    private final List<String> shown;

    Note(String... shown) {
        this.shown = List.of(shown);
    }

    @Override
    public List<String> shown() {
        return shown;
    }
}
