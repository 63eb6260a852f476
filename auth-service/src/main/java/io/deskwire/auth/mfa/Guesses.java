package io.deskwire.auth.mfa;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How often a wrong code was shown: 15 times in a minute at most, and in an hour after the hundredth in a row (NIST SP
/// 800-63B, 5.2.2), so that a thousandth of all codes cannot be tried within a day.
///
/// @param inARow since the last right one
/// @param inWindow since the window began
record Guesses(int inARow, int inWindow, @Nullable Instant windowBegan) {
    static final Guesses NONE = new Guesses(0, 0, null);
    private static final int PER_WINDOW = 15;
    private static final int PATIENCE = 100;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration LONG_WINDOW = Duration.ofHours(1);

    boolean exhausted(Instant now) {
        return open(now) && inWindow >= PER_WINDOW;
    }

    Guesses another(Instant now) {
        return open(now) ? new Guesses(inARow + 1, inWindow + 1, windowBegan) : new Guesses(inARow + 1, 1, now);
    }

    private boolean open(Instant now) {
        return windowBegan != null
                && windowBegan.plus(inARow < PATIENCE ? WINDOW : LONG_WINDOW).isAfter(now);
    }
}
