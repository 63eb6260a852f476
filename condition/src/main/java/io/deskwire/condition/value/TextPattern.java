package io.deskwire.condition.value;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A pattern that somebody else wrote, as `LIKE` and `~` have them. It may look at a text only so often: a client's
/// expression must not keep a processor busy.
public final class TextPattern {
    private static final int IGNORE_CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    private final Pattern pattern;
    private final boolean whole;

    private TextPattern(String regex, boolean ignoreCase, boolean whole) {
        this.pattern = Pattern.compile(regex, Pattern.DOTALL | (ignoreCase ? IGNORE_CASE : 0));
        this.whole = whole;
    }

    /// The whole text matches. `%` and `*` stand for any text, `_` for any character, `\` takes the next one as it is.
    public static TextPattern like(String text, boolean ignoreCase) {
        return new TextPattern(regex(text), ignoreCase, true);
    }

    /// A part of the text matches the regular expression.
    ///
    /// @throws PatternSyntaxException where it is none
    public static TextPattern regex(String regex, boolean ignoreCase) {
        return new TextPattern(regex, ignoreCase, false);
    }

    /// A pattern that takes too long does not match.
    public boolean matches(String text) {
        var matcher = pattern.matcher(new BoundedText(text, new int[1]));
        try {
            return whole ? matcher.matches() : matcher.find();
        } catch (Exhausted | StackOverflowError tooLong) {
            return false;
        }
    }

    private static String regex(String like) {
        var regex = new StringBuilder();
        for (int i = 0; i < like.length(); i++) {
            char c = like.charAt(i);
            switch (c) {
                case '%', '*' -> regex.append(".*");
                case '_' -> regex.append('.');
                case '\\' -> regex.append(Pattern.quote(i + 1 < like.length() ? like.substring(++i, i + 1) : ""));
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    private static final class Exhausted extends RuntimeException {
        Exhausted() {
            super("the pattern takes too long", null, false, false);
        }
    }

    private record BoundedText(CharSequence text, int[] looks) implements CharSequence {
        private static final int MOST_LOOKS = 200_000;

        @Override
        public char charAt(int index) {
            if (++looks[0] > MOST_LOOKS) {
                throw new Exhausted();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new BoundedText(text.subSequence(start, end), looks);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
