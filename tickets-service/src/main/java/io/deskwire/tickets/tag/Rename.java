package io.deskwire.tickets.tag;

import io.deskwire.common.problem.FieldCheck;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A tag that is to be called otherwise.
record Rename(String from, String to) {
    private static final int MAX_TAG = 50;

    static Rename checked(@Nullable String from, @Nullable String to) {
        var check = new FieldCheck();
        var rename = new Rename(check.text("from", from, MAX_TAG), check.text("to", to, MAX_TAG));
        check.done();
        return rename;
    }

    /// Whether it is the same tag, written otherwise.
    boolean isOfSpellingOnly() {
        return same(from, to);
    }

    /// A ticket's tags with the new one in place of the old one, once.
    List<String> applied(List<String> tags) {
        return tags.stream()
                .map(tag -> same(tag, from) || same(tag, to) ? to : tag)
                .distinct()
                .toList();
    }

    private static boolean same(String tag, String other) {
        return tag.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }
}
