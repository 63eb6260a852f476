package io.deskwire.tickets.search;

import io.deskwire.common.sql.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What `?q=` asks for: tickets with all terms of one of the alternatives, which `or` parts.
record TicketSearch(List<List<Term>> alternatives) {
    private static final Pattern PIECE = Pattern.compile("(-?)(?:\"([^\"]*)\"?|([^\\s\"]\\S*))");
    private static final Pattern NUMBER = Pattern.compile("#(\\d{1,18})");

    TicketSearch {
        alternatives = List.copyOf(alternatives);
    }

    /// @param pattern finds the text within another, in the language of `LIKE`
    /// @param number of the ticket that the text names, such as `#17`
    /// @param excluded it must not be there, as a whole word
    record Term(String text, String pattern, @Nullable Long number, boolean phrase, boolean excluded) {

        private static Term of(MatchResult piece) {
            var phrase = piece.group(2) != null;
            var text = phrase ? piece.group(2) : piece.group(3);
            var number = NUMBER.matcher(text);
            return new Term(
                    text,
                    Row.containing(text),
                    number.matches() ? Long.valueOf(number.group(1)) : null,
                    phrase,
                    !piece.group(1).isEmpty());
        }

        private boolean isOr() {
            return !phrase && !excluded && text.equalsIgnoreCase("or");
        }
    }

    /// Null where the text names no term.
    static @Nullable TicketSearch parse(@Nullable String q) {
        var alternatives = new ArrayList<List<Term>>();
        var terms = new ArrayList<Term>();
        for (var piece : PIECE.matcher(q == null ? "" : q).results().toList()) {
            var term = Term.of(piece);
            if (term.isOr()) {
                alternatives.add(List.copyOf(terms));
                terms.clear();
            } else if (!term.text().isBlank()) {
                terms.add(term);
            }
        }
        alternatives.add(List.copyOf(terms));
        alternatives.removeIf(List::isEmpty);
        return alternatives.isEmpty() ? null : new TicketSearch(alternatives);
    }
}
