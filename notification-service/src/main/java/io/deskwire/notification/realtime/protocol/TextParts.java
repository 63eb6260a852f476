package io.deskwire.notification.realtime.protocol;

/// A text message that comes in parts. Of one that is too large only its two ends are kept, which name what it is.
public final class TextParts {
    private static final int HEAD = 4_096;
    private static final int TAIL = 512;

    private final long most;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder tail = new StringBuilder();
    private boolean tooLarge;

    /// @param most characters
    public TextParts(long most) {
        this.most = most;
    }

    public void append(String part) {
        if (tooLarge) {
            tail.append(part);
            tail.delete(0, Math.max(0, tail.length() - TAIL));
            return;
        }
        text.append(part);
        if (text.length() > most) {
            tooLarge = true;
            tail.append(text, Math.max(0, text.length() - TAIL), text.length());
            text.setLength(Math.min(text.length(), HEAD));
        }
    }

    public boolean isTooLarge() {
        return tooLarge;
    }

    public String head() {
        return text.toString();
    }

    public String tail() {
        return tail.toString();
    }

    /// The whole message, and ready for the next.
    public String take() {
        var whole = text.toString();
        clear();
        return whole;
    }

    public void clear() {
        text.setLength(0);
        text.trimToSize();
        tail.setLength(0);
        tail.trimToSize();
        tooLarge = false;
    }
}
