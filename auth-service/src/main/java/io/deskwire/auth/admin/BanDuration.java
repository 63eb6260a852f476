package io.deskwire.auth.admin;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.common.observe.Legible;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How long somebody is banned, in Go's notation: `24h`, `1h30m`, `1.5h`; `none` lifts a ban.
record BanDuration(Duration length) {
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Pattern WHOLE = Pattern.compile("\\+?(?:" + PART.pattern() + ")+");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    private static final int MAX_TEXT = 64;
    /// Go's own limit.
    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    /// Null where nothing was said.
    static @Nullable BanDuration of(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (text.equals("none") || text.equals("0")) {
            return new BanDuration(Duration.ZERO);
        }
        if (text.length() > MAX_TEXT || !WHOLE.matcher(text).matches()) {
            throw invalid(text);
        }
        var nanos = BigDecimal.ZERO;
        for (var part = PART.matcher(text); part.find(); ) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2)))));
        }
        if (nanos.compareTo(LONGEST) > 0) {
            throw invalid(text);
        }
        return new BanDuration(Duration.ofNanos(nanos.longValue()));
    }

    private static long unit(String name) {
        return NANOS.getOrDefault(name, 0L);
    }

    /// Null: not banned.
    @Nullable
    Instant until(Instant now) {
        return length.isZero() ? null : now.plus(length);
    }

    private static GoTrueException invalid(String text) {
        return GoTrueException.invalid(
                "invalid format for ban duration: time: invalid duration \"%s\"".formatted(Legible.of(text, MAX_TEXT)));
    }
}
