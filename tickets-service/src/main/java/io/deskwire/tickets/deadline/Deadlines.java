package io.deskwire.tickets.deadline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Until when somebody has to answer a ticket, and to solve it. Unwrapped in the ticket's public image.
///
/// @param firstResponseDueAt as in `sla`
/// @param slaBreached whether something that is promised was not done in time
/// @param nextDueAt what is due next; null where nothing is due any more, or its time does not count
/// @param sla null where no policy holds for the ticket
/// @param progress what the clocks are reckoned from; null where there are none. Not in the image
public record Deadlines(
        @Nullable Instant firstResponseDueAt,
        @Nullable Instant resolutionDueAt,
        boolean slaBreached,
        @Nullable Instant nextDueAt,
        @Nullable Sla sla,
        @JsonIgnore @Nullable Progress progress) {

    public static final Deadlines NONE = new Deadlines(null, null, false, null, null, null);

    static Deadlines of(Sla sla, Progress progress) {
        return new Deadlines(
                due(sla.firstResponse()),
                due(sla.resolution()),
                progress.replies().missedBefore() || sla.clocks().anyMatch(SlaClock::breached),
                sla.clocks()
                        .filter(SlaClock::isRunning)
                        .flatMap(clock -> Stream.ofNullable(clock.dueAt()))
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                sla,
                progress);
    }

    /// When somebody is to be warned of what is due next; null where nobody is.
    public @Nullable Instant warnAt() {
        return progress == null ? null : progress.warnAt();
    }

    /// Whether the image shows the same.
    public boolean looksLike(Deadlines other) {
        return shown().equals(other.shown());
    }

    private Deadlines shown() {
        return new Deadlines(firstResponseDueAt, resolutionDueAt, slaBreached, nextDueAt, sla, null);
    }

    /// Whether one of these clocks is breached that was not before.
    public boolean breaksSince(Deadlines before) {
        return sla != null
                && (breaks(Sla::firstResponse, sla, before.sla)
                        || breaks(Sla::nextResponse, sla, before.sla)
                        || breaks(Sla::resolution, sla, before.sla));
    }

    private static boolean breaks(Function<Sla, @Nullable SlaClock> kind, Sla now, @Nullable Sla before) {
        return isBreached(kind.apply(now)) && (before == null || !isBreached(kind.apply(before)));
    }

    private static boolean isBreached(@Nullable SlaClock clock) {
        return clock != null && clock.breached();
    }

    private static @Nullable Instant due(@Nullable SlaClock clock) {
        return clock == null ? null : clock.dueAt();
    }
}
