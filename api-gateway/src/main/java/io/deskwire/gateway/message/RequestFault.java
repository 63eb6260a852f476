package io.deskwire.gateway.message;

import io.deskwire.common.problem.PercentText;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is wrong with a request's head although it could be parsed; servers behind would read it differently or not at
/// all. RFC 9112 asks for 400.
enum RequestFault {
    FOLDED("a header continues on the next line; send each header on one line"),
    HOST("the request needs one Host header that names one host"),
    CODING("the transfer coding is not supported (expected: chunked)"),
    TARGET("the request's target is not a path (expected: one that begins with /)"),
    CHARACTER("the address has a character that must be percent-encoded"),
    ESCAPE("the address has a % without two hexadecimal digits after it; a percent sign is written %25"),
    NOT_UTF_8("the address has percent-encoded bytes that are not UTF-8");

    private static final Pattern HOST_FORM =
            Pattern.compile("(([\\w.~%!$&'()*+;=-]+|\\[[0-9A-Fa-f:.]+])(:(?<port>[0-9]{1,5}))?)?");
    private static final int LAST_PORT = 65_535;
    private static final Pattern ORIGIN = Pattern.compile("(?i)https?://[^/?]*");
    private static final String IN_PATHS = "-._~:/@!$&'()*+,;=";
    private static final String IN_QUERIES = IN_PATHS + "?[]";

    private final String sentence;

    RequestFault(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }

    /// HTTP/1.0 knew no Host.
    static @Nullable RequestFault ofHosts(List<String> hosts, boolean old) {
        var fits = hosts.isEmpty() ? old : hosts.size() == 1 && isHost(hosts.getFirst());
        return fits ? null : HOST;
    }

    private static boolean isHost(String host) {
        var parts = HOST_FORM.matcher(host);
        if (!parts.matches()) {
            return false;
        }
        var port = parts.group("port");
        return port == null || Integer.parseInt(port) <= LAST_PORT;
    }

    /// Of one that frames the body; the parser refuses others, but not all of them.
    static @Nullable RequestFault ofCodings(List<String> codings) {
        var fits = codings.isEmpty()
                || codings.size() == 1 && codings.getFirst().strip().equalsIgnoreCase("chunked");
        return fits ? null : CODING;
    }

    /// Whoever sends this may read where requests end differently: nothing more of the connection is read.
    boolean concernsFraming() {
        return this == FOLDED || this == HOST || this == CODING;
    }

    /// @param target of the request line, percent-encoded as it came
    static @Nullable RequestFault ofTarget(String target) {
        var address = relative(target);
        if (!address.startsWith("/") && !target.equals("*")) {
            return TARGET;
        }
        var query = address.indexOf('?');
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c != '%' && !isLegal(c, query >= 0 && i >= query)) {
                return CHARACTER;
            }
        }
        return switch (PercentText.fault(address)) {
            case ESCAPE -> ESCAPE;
            case NOT_UTF_8 -> NOT_UTF_8;
            case NUL -> null; // for the service to refuse, which names the field
            case null -> null;
        };
    }

    /// The target with everything escaped that was not: it can be parsed, and leads nowhere.
    static String legible(String target) {
        var address = relative(target);
        var legible = new StringBuilder(address.startsWith("/") ? "" : "/");
        var query = address.indexOf('?');
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == '%' ? PercentText.isEscape(address, i) : isLegal(c, query >= 0 && i >= query)) {
                legible.append(c);
            } else {
                legible.append("%%%02X".formatted(c & 0xff));
            }
        }
        return legible.toString();
    }

    /// Proxies are sent the whole URL.
    private static String relative(String target) {
        var origin = ORIGIN.matcher(target);
        if (!origin.lookingAt()) {
            return target;
        }
        var address = target.substring(origin.end());
        return address.startsWith("/") ? address : "/" + address;
    }

    private static boolean isLegal(char c, boolean inQuery) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || (inQuery ? IN_QUERIES : IN_PATHS).indexOf(c) >= 0;
    }
}
