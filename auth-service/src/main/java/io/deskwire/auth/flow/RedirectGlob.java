package io.deskwire.auth.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A glob of the allow-list, read as GoTrue reads it (gobwas/glob, with `.` and `/` as separators): `*` and `?`
/// stay within a part, `**` does not; `[a-z]`, `[!a-z]`, `{one,other}`, and `\` before what is meant literally.
final class RedirectGlob {
    private RedirectGlob() {}

    /// @param listed as configured, cut at every comma; one within braces belongs to its glob
    static List<Pattern> all(List<String> listed) {
        var globs = new ArrayList<Pattern>();
        var depth = 0;
        var begin = 0;
        var text = String.join(",", listed) + ",";
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            depth = Math.max(0, depth + (c == '{' ? 1 : c == '}' ? -1 : 0));
            if (c == ',' && (depth == 0 || i == text.length() - 1)) {
                var glob = text.substring(begin, i).strip();
                if (!glob.isEmpty()) {
                    globs.add(pattern(glob));
                }
                begin = i + 1;
            }
        }
        return List.copyOf(globs);
    }

    private static Pattern pattern(String glob) {
        var regex = new StringBuilder();
        var depth = 0;
        for (int i = 0; i < glob.length(); i++) {
            var c = glob.charAt(i);
            if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^./]*");
            } else if (c == '?') {
                regex.append("[^./]");
            } else if (c == '[') {
                i = set(glob, i, regex);
            } else if (c == '{') {
                depth++;
                regex.append("(?:");
            } else if (c == '}' && depth > 0) {
                depth--;
                regex.append(')');
            } else if (c == ',' && depth > 0) {
                regex.append('|');
            } else if (c == '\\' && i + 1 < glob.length()) {
                regex.append(Pattern.quote(glob.substring(i + 1, i + 2)));
                i++;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        if (depth > 0) {
            throw malformed(glob);
        }
        return Pattern.compile(regex.toString());
    }

    /// What is not in a set is never a separator: a glob does not open a further part by what it leaves out.
    ///
    /// @return where the set ends
    private static int set(String glob, int open, StringBuilder regex) {
        var close = glob.indexOf(']', open + 2);
        if (close < 0) {
            throw malformed(glob);
        }
        var negated = glob.charAt(open + 1) == '!';
        var members = glob.substring(open + (negated ? 2 : 1), close);
        if (members.isEmpty()) {
            throw malformed(glob);
        }
        regex.append(negated ? "[^./" : "[");
        for (int i = 0; i < members.length(); i++) {
            var c = members.charAt(i);
            var range = c == '-' && i > 0 && i < members.length() - 1;
            regex.append(range || Character.isLetterOrDigit(c) ? "" : "\\").append(c);
        }
        regex.append(']');
        return close;
    }

    private static IllegalArgumentException malformed(String glob) {
        return new IllegalArgumentException(
                "redirect-allow-list: %s (expected: every [ and { closed, or \\ before it)".formatted(glob));
    }
}
