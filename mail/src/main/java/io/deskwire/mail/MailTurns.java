package io.deskwire.mail;

import io.deskwire.common.digest.Sha256;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// How soon one address is written to again with a letter of one kind: for letters that anybody can ask for, and for
/// answers that answer answers.
///
/// An address that nothing is sent to takes its turns like any other, so that a limit does not tell who has an account.
/// Needs the system door.
public class MailTurns {
    /// Turns are remembered for so long.
    static final Duration KEPT = Duration.ofDays(1);

    private final TurnRepository turns;
    private final Clock clock;

    MailTurns(TurnRepository turns, Clock clock) {
        this.turns = turns;
        this.clock = clock;
    }

    /// Takes the turn, or tells how long it is until the next one. Of several at once one has the turn.
    ///
    /// @param address in any spelling: case and surrounding spaces make no other address
    /// @param interval between two turns, at most a day
    /// @return null where the turn is taken
    @Transactional(propagation = Propagation.MANDATORY)
    public @Nullable Duration take(LetterKind kind, String address, Duration interval) {
        if (interval.compareTo(KEPT) > 0) {
            throw new IllegalArgumentException("interval: %s (expected: at most %s)".formatted(interval, KEPT));
        }
        var now = clock.instant();
        var hash = Sha256.of(address.strip().toLowerCase(Locale.ROOT));
        if (turns.take(hash, kind, now, now.minus(interval))) {
            return null;
        }
        var last = turns.last(hash, kind);
        return last == null ? interval : Duration.between(now, last.plus(interval));
    }
}
