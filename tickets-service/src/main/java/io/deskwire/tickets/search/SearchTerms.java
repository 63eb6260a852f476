package io.deskwire.tickets.search;

import io.deskwire.common.sql.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What `?q=` asks for: all terms of one of the alternatives, which `or` parts.
record SearchTerms(List<List<Term>> alternatives) {
    private static final Pattern PIECE = Pattern.compile("(-?)(?:\"([^\"]*)\"?|([^\\s\"]\\S*))");
    private static final Pattern NUMBER = Pattern.compile("#(\\d{1,18})");
    private static final Pattern STARRED = Pattern.compile("(.*[^*])\\*+", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

    SearchTerms {
        alternatives = List.copyOf(alternatives);
    }

    /// @param pattern finds the text within another, in the language of `LIKE`
    /// @param number of the ticket that the text names, such as `#17`
    /// @param excluded it must not be there, as a whole word
    /// @param prefix the text is how a word begins, and nothing within one
    record Term(String text, String pattern, @Nullable Long number, boolean phrase, boolean excluded, boolean prefix) {

        private static Term of(MatchResult piece) {
            var phrase = piece.group(2) != null;
            var text = phrase ? piece.group(2) : piece.group(3);
            var number = NUMBER.matcher(text);
            return new Term(
                    text,
                    Row.containing(text),
                    number.matches() ? Long.valueOf(number.group(1)) : null,
                    phrase,
                    !piece.group(1).isEmpty(),
                    false);
        }

        private boolean isOr() {
            return !phrase && !excluded && text.equalsIgnoreCase("or");
        }

        /// Stars alone stay text.
        private Term starred() {
            var starred = STARRED.matcher(text);
            if (phrase || !starred.matches()) {
                return this;
            }
            var start = starred.group(1);
            return new Term(
                    start,
                    Row.containing(start),
                    number,
                    false,
                    excluded,
                    WORD.matcher(start).matches());
        }
    }

    /// Null where the text names no term.
    static @Nullable SearchTerms parse(@Nullable String q) {
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
        return alternatives.isEmpty() ? null : new SearchTerms(alternatives);
    }

    /// The same with `prefix*` for how words begin. A star behind something that is no single word, such as `ann@exa*`,
    /// is dropped: parts of words are found anyway.
    SearchTerms withPrefixes() {
        return new SearchTerms(alternatives.stream()
                .map(terms -> terms.stream().map(Term::starred).toList())
                .toList());
    }

    /// The terms that are not excluded.
    List<Term> wanted() {
        return alternatives.stream()
                .flatMap(List::stream)
                .filter(term -> !term.excluded())
                .toList();
    }
}
