package io.deskwire.tickets.deadline;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What happened to a ticket as far as its clocks ask: when nobody had to do anything, and who replied. It does not
/// depend on what is promised, so that another promise is reckoned from it as well. Kept in the ticket's row as JSON,
/// in milliseconds.
///
/// @param pauses that are over, in order
/// @param pausedSince null while time counts
/// @param warnAt when somebody is to be warned of what is due next; null where nobody is
public record Progress(
        List<Pause> pauses,
        @Nullable Instant pausedSince,
        Replies replies,
        @Nullable Instant warnAt) {
    /// Of more, the two with the least between them become one: a row does not grow without end.
    static final int MOST_PAUSES = 50;

    public Progress {
        pauses = List.copyOf(pauses);
    }

    public record Pause(Instant from, Instant to) {}

    /// @param firstAt the team's first public reply
    /// @param askedAt a customer's first reply after it that was not answered at once; null where there was none
    /// @param answeredAt the team's public reply to it
    /// @param missedBefore whether one before `askedAt` was not answered in time
    public record Replies(
            @Nullable Instant firstAt,
            @Nullable Instant askedAt,
            @Nullable Instant answeredAt,
            boolean missedBefore) {
        static final Replies NONE = new Replies(null, null, null, false);
    }

    public static Progress begun() {
        return new Progress(List.of(), null, Replies.NONE, null);
    }

    /// With replies of before that nobody counted.
    ///
    /// @param firstAt null where there was none
    /// @param askedAt null where no customer waits for an answer to a later one
    public Progress replied(@Nullable Instant firstAt, @Nullable Instant askedAt) {
        return with(new Replies(
                firstAt == null ? null : millis(firstAt), askedAt == null ? null : millis(askedAt), null, false));
    }

    /// @param counts whether time counts from now on
    public Progress counting(boolean counts, Instant now) {
        if (counts && pausedSince != null) {
            return new Progress(pausesAnd(new Pause(pausedSince, millis(now))), null, replies, warnAt);
        }
        return counts || pausedSince != null ? this : new Progress(pauses, millis(now), replies, warnAt);
    }

    /// The team has replied in public.
    public Progress answered(Instant now) {
        if (replies.firstAt() == null) {
            return with(new Replies(millis(now), null, null, false));
        }
        return replies.askedAt() == null || replies.answeredAt() != null
                ? this
                : with(new Replies(replies.firstAt(), replies.askedAt(), millis(now), replies.missedBefore()));
    }

    /// A customer has replied. Before the first response they wait for that one; and for an answer they wait from the
    /// first reply on.
    ///
    /// @param missed whether the answer before was late
    public Progress asked(Instant now, boolean missed) {
        if (replies.firstAt() == null || replies.askedAt() != null && replies.answeredAt() == null) {
            return this;
        }
        return with(new Replies(replies.firstAt(), millis(now), null, replies.missedBefore() || missed));
    }

    Progress warnedAt(@Nullable Instant at) {
        return new Progress(pauses, pausedSince, replies, at);
    }

    private Progress with(Replies other) {
        return new Progress(pauses, pausedSince, other, warnAt);
    }

    private List<Pause> pausesAnd(Pause last) {
        if (!last.from().isBefore(last.to())) {
            return pauses;
        }
        var all =
                new ArrayList<>(Stream.concat(pauses.stream(), Stream.of(last)).toList());
        if (all.size() > MOST_PAUSES) {
            var at = leastGap(all);
            all.set(at, new Pause(all.get(at).from(), all.remove(at + 1).to()));
        }
        return all;
    }

    /// The pause after which the next one begins soonest.
    private static int leastGap(List<Pause> pauses) {
        var least = 0;
        for (int i = 1; i < pauses.size() - 1; i++) {
            if (gap(pauses, i).compareTo(gap(pauses, least)) < 0) {
                least = i;
            }
        }
        return least;
    }

    private static Duration gap(List<Pause> pauses, int at) {
        return Duration.between(pauses.get(at).to(), pauses.get(at + 1).from());
    }

    static Instant millis(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS);
    }
}
