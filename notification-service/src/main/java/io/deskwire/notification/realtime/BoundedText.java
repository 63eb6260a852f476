package io.deskwire.notification.realtime;

import java.util.regex.Pattern;

/// A text that a pattern may look at only so often: a client's expression must not keep a processor busy.
final class BoundedText implements CharSequence {
    private static final int MOST_LOOKS = 200_000;

    private static final class Exhausted extends RuntimeException {
        Exhausted() {
            super("the pattern takes too long", null, false, false);
        }
    }

    private final CharSequence text;
    private final int[] looks;

    private BoundedText(CharSequence text, int[] looks) {
        this.text = text;
        this.looks = looks;
    }

    /// A pattern that takes too long does not match.
    static boolean matches(Pattern pattern, String text, boolean whole) {
        var matcher = pattern.matcher(new BoundedText(text, new int[1]));
        try {
            return whole ? matcher.matches() : matcher.find();
        } catch (Exhausted | StackOverflowError tooLong) {
            return false;
        }
    }

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
