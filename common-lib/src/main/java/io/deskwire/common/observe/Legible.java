package io.deskwire.common.observe;

/// Foreign text as logs, audits and answers repeat it: cut, and no control character in it forges a line.
public final class Legible {
    private Legible() {}

    /// @param max characters
    public static String of(String text, int max) {
        return text.substring(0, Math.min(text.length(), max)).replaceAll("\\p{Cntrl}", " ");
    }
}
