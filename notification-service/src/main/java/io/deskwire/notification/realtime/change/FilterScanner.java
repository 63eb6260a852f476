package io.deskwire.notification.realtime.change;

import io.deskwire.notification.realtime.protocol.MalformedFrameException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Takes a filter's text apart: `column=operator.value`, several separated by commas.
///
/// A value in double quotes may hold anything, `"` and `\` with a `\` before them. In a bare one a comma begins a new
/// condition where `column=` follows it. These are the rules by which realtime-js writes filters.
final class FilterScanner {
    private static final Pattern HEAD = Pattern.compile("\\s*([A-Za-z_]\\w*)=(not\\.)?([a-z]+)\\.");
    private static final Pattern NEXT = Pattern.compile(",(?=\\s*[A-Za-z_]\\w*=)");

    /// @param bare whether it stood without quotes: only then `null` means null
    record Value(String text, boolean bare) {
        boolean isNull() {
            return bare && text.equalsIgnoreCase("null");
        }
    }

    /// @param values one, or those of a list
    record Condition(String column, boolean negated, String operator, List<Value> values) {}

    private final String text;
    private int at;

    FilterScanner(String text) {
        this.text = text;
    }

    List<Condition> conditions() throws MalformedFrameException {
        var conditions = new ArrayList<Condition>();
        do {
            conditions.add(condition());
        } while (skip(','));
        return List.copyOf(conditions);
    }

    private Condition condition() throws MalformedFrameException {
        var head = HEAD.matcher(text).region(at, text.length());
        if (!head.lookingAt()) {
            throw new MalformedFrameException(
                    "invalid filter: " + text.substring(at) + " (expected: column=operator.value)");
        }
        at = head.end();
        var operator = head.group(3);
        var values = operator.equals("in") ? enclosed() : List.of(value());
        if (at < text.length() && text.charAt(at) != ',') {
            throw new MalformedFrameException(
                    "invalid filter: " + text.substring(at) + " follows a value that has ended already");
        }
        return new Condition(head.group(1), head.group(2) != null, operator, values);
    }

    private Value value() throws MalformedFrameException {
        if (next('"')) {
            return quoted();
        }
        var end = NEXT.matcher(text).region(at, text.length()).useTransparentBounds(true);
        var start = at;
        at = end.find() ? end.start() : text.length();
        return new Value(text.substring(start, at), true);
    }

    private Value quoted() throws MalformedFrameException {
        var value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return new Value(value.toString(), false);
            }
            if (c == '\\' && at + 1 < text.length()) {
                c = text.charAt(++at);
            }
            value.append(c);
        }
        throw new MalformedFrameException("invalid filter: a quote is not closed");
    }

    private List<Value> enclosed() throws MalformedFrameException {
        if (!skip('(')) {
            throw new MalformedFrameException("invalid list: " + text.substring(at) + " (expected: (a,b))");
        }
        var values = list();
        if (!skip(')')) {
            throw new MalformedFrameException("invalid list: it does not end with )");
        }
        return values;
    }

    /// Values up to the end or to a parenthesis that closes more than was opened.
    List<Value> list() throws MalformedFrameException {
        var values = new ArrayList<Value>();
        do {
            skipBlanks();
            values.add(next('"') ? quoted() : element());
            skipBlanks();
        } while (skip(','));
        return List.copyOf(values);
    }

    private Value element() {
        var start = at;
        for (int open = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (open == 0 && (c == ',' || c == ')')) {
                break;
            }
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        return new Value(text.substring(start, at).strip(), true);
    }

    private void skipBlanks() {
        while (next(' ')) {
            at++;
        }
    }

    private boolean next(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean skip(char c) {
        var found = next(c);
        at += found ? 1 : 0;
        return found;
    }
}
