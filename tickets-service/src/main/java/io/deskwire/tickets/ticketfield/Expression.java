package io.deskwire.tickets.ticketfield;

import io.deskwire.condition.value.TextPattern;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A regular expression of a tenant's, which the whole of a text has to match. It is bounded, because Java's engine
/// goes back (ADR 0072): the expression and the text in their length, its repetitions in their number, and the match in
/// how often it looks at the text.
record Expression(TextPattern whole) {
    static final int LONGEST_TEXT = 1_000;
    private static final int LONGEST = 200;
    private static final int MOST_REPETITIONS = 10_000;
    private static final Pattern COUNT = Pattern.compile("\\{(\\d+)(?:,(\\d*))?}");
    /// With it, a count may be written with blanks and comments between its digits.
    private static final Pattern FLAG_OF_COMMENTS = Pattern.compile("\\(\\?[a-zA-Z-]*x");

    /// Empty where it is none, or too much of one.
    static Optional<Expression> of(String regex) {
        if (regex.length() > LONGEST
                || FLAG_OF_COMMENTS.matcher(regex).find()
                || repetitions(regex) > MOST_REPETITIONS) {
            return Optional.empty();
        }
        try {
            TextPattern.regex(regex, false); // by itself, so that it cannot end the group around it
            return Optional.of(new Expression(TextPattern.regex("\\A(?:" + regex + ")\\z", false)));
        } catch (PatternSyntaxException | StackOverflowError _) {
            return Optional.empty();
        }
    }

    /// All counts multiplied, as if each stood within the others. An empty group is repeated without a look at the
    /// text.
    private static long repetitions(String regex) {
        var product = 1L;
        for (var count : COUNT.matcher(regex).results().toList()) {
            var most = count.group(2) == null || count.group(2).isEmpty() ? count.group(1) : count.group(2);
            product *= most.length() > 5 ? MOST_REPETITIONS + 1 : Math.max(1, Integer.parseInt(most));
            if (product > MOST_REPETITIONS) {
                return product;
            }
        }
        return product;
    }

    boolean matches(String text) {
        return text.length() <= LONGEST_TEXT && whole.matches(text);
    }
}
