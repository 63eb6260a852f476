package io.deskwire.common.observe;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What identifies the request being served: its `X-Request-Id` and its W3C `traceparent`.
///
/// Bound for the time of a request; events appended meanwhile carry the trace on.
public record RequestTrace(String id, String traceparent) {
    private static final ScopedValue<RequestTrace> CURRENT = ScopedValue.newInstance();
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    /// Version 00, or a later one, which may say more after what is known today (W3C Trace Context, 3.2 and 4.3).
    private static final Pattern TRACEPARENT = Pattern.compile(
            "(?:00|(?!00|ff)(?<later>[0-9a-f]{2}))-(?<known>(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2})"
                    + "(?<more>-.*)?");
    private static final int LONGEST = 512;

    /// Keeps what came in where it is well formed and makes the rest new; a foreign text never reaches the log.
    public static RequestTrace from(@Nullable String requestId, @Nullable String traceparent) {
        return new RequestTrace(
                requestId != null && REQUEST_ID.matcher(requestId).matches()
                        ? requestId
                        : UUID.randomUUID().toString(),
                kept(traceparent).orElseGet(RequestTrace::fresh));
    }

    /// As it came; of a later version what is known of it, as version 00.
    private static Optional<String> kept(@Nullable String traceparent) {
        if (traceparent == null || traceparent.length() > LONGEST) {
            return Optional.empty();
        }
        var parts = TRACEPARENT.matcher(traceparent);
        if (!parts.matches() || parts.group("later") == null && parts.group("more") != null) {
            return Optional.empty();
        }
        return Optional.of("00-" + parts.group("known"));
    }

    public <T extends @Nullable Object, X extends Throwable> T call(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    /// The trace of a request whose thread has left it: an error dispatch, an asynchronous one.
    public static RequestTrace of(HttpServletRequest request) {
        return request.getAttribute(RequestTrace.class.getName()) instanceof RequestTrace known
                ? known
                : from(request.getHeader("X-Request-Id"), request.getHeader("traceparent"));
    }

    public static @Nullable RequestTrace current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    public static @Nullable String requestId() {
        return CURRENT.isBound() ? CURRENT.get().id() : null;
    }

    private static String fresh() {
        var random = ThreadLocalRandom.current();
        var hex = HexFormat.of();
        return "00-" + hex.toHexDigits(random.nextLong() | 1) + hex.toHexDigits(random.nextLong()) + "-"
                + hex.toHexDigits(random.nextLong() | 1) + "-01";
    }
}
