package io.deskwire.tickets.search;

import com.fasterxml.jackson.annotation.JsonValue;
import io.deskwire.tickets.search.SearchTerms.Term;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.web.util.HtmlUtils;

/// The piece of a text in which a search found something, as HTML that shows the text as it is written: its only tags
/// are `<mark>` and `</mark>` around what was found. Blanks and line breaks in a row are one blank.
record Highlight(@JsonValue String html) {
    /// How much is shown, and how much of it before what was found; in characters of the text.
    private static final int LENGTH = 300;

    private static final int LEAD = 60;
    private static final String NO_LETTER_BEFORE = "(?<![\\p{L}\\p{M}\\p{N}])";
    private static final String NO_LETTER_AFTER = "(?![\\p{L}\\p{M}\\p{N}])";

    /// @param terms that are not excluded
    /// @param forms words of the text that stand there in another form than they were asked for
    static Highlight of(String text, List<Term> terms, List<String> forms) {
        var found = found(text, terms, forms);
        var first = found.isEmpty() ? 0 : found.getFirst().start();
        var start = start(text, first);
        var end = end(text, start, found.isEmpty() ? start : found.getFirst().end());
        var html = new StringBuilder();
        var from = start;
        for (var one : found) {
            if (one.start() >= end) {
                break;
            }
            html.append(escaped(text.substring(from, one.start())));
            from = Math.min(one.end(), end);
            html.append("<mark>")
                    .append(escaped(text.substring(one.start(), from)))
                    .append("</mark>");
        }
        html.append(escaped(text.substring(from, end)));
        return new Highlight((start > 0 ? "…" : "") + html.toString().strip() + (end < text.length() ? "…" : ""));
    }

    /// As far as they can be shown.
    private static List<MatchResult> found(String text, List<Term> terms, List<String> forms) {
        if (terms.isEmpty() && forms.isEmpty()) {
            return List.of();
        }
        // The longest first: of two that begin alike, the longer one is marked.
        var whatever = Stream.concat(
                        forms.stream().map(form -> NO_LETTER_BEFORE + Pattern.quote(form) + NO_LETTER_AFTER),
                        terms.stream().map(Highlight::expression))
                .sorted(Comparator.comparingInt(String::length).reversed())
                .collect(Collectors.joining("|"));
        var matcher = Pattern.compile(whatever, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(text);
        var found = new ArrayList<MatchResult>();
        while (matcher.find()
                && (found.isEmpty() || matcher.start() < found.getFirst().start() + LENGTH)) {
            found.add(matcher.toMatchResult());
        }
        return found;
    }

    private static String expression(Term term) {
        if (term.prefix()) {
            return NO_LETTER_BEFORE + Pattern.quote(term.text()) + "[\\p{L}\\p{M}\\p{N}]*";
        }
        if (term.phrase()) {
            return Arrays.stream(term.text().strip().split("\\s+"))
                    .map(Pattern::quote)
                    .collect(Collectors.joining("[^\\p{L}\\p{N}]+"));
        }
        return Pattern.quote(term.text());
    }

    /// At the beginning of a word where there is one, and never within a character.
    private static int start(String text, int first) {
        var start = first - LEAD;
        if (start <= 0) {
            return 0;
        }
        for (var at = start; at < first; at++) {
            if (Character.isWhitespace(text.charAt(at))) {
                return at + 1;
            }
        }
        return Character.isLowSurrogate(text.charAt(start)) ? start + 1 : start;
    }

    /// @param shown up to where it is shown in any case, as far as there is room
    private static int end(String text, int start, int shown) {
        var end = start + LENGTH;
        if (end >= text.length()) {
            return text.length();
        }
        for (var at = end; at > shown; at--) {
            if (Character.isWhitespace(text.charAt(at))) {
                return at;
            }
        }
        return Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end;
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text.replaceAll("\\s+", " "), StandardCharsets.UTF_8.name());
    }
}
