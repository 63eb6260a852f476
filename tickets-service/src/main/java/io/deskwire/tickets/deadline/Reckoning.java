package io.deskwire.tickets.deadline;

import io.deskwire.tickets.calendar.BusinessHours;
import io.deskwire.tickets.deadline.Progress.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How a ticket's clocks stand at a moment.
///
/// @param hours the time that counts
/// @param warnLeft of each promise the percentage that is left when somebody is warned
public record Reckoning(BusinessHours hours, Progress progress, Instant now, int warnLeft) {
    private static final int ALL = 100;

    /// A clock with what it runs for.
    private record Run(Duration allowance, Instant start, SlaClock clock) {}

    /// @param target null where the policy promises nothing for the ticket's priority
    /// @param solvedAt null while it is worked on
    public Deadlines of(UUID policy, @Nullable Target target, Instant createdAt, @Nullable Instant solvedAt) {
        if (target == null) {
            return Deadlines.of(new Sla(policy, null, null, null), progress.warnedAt(null));
        }
        var replies = progress.replies();
        var first = run(target.firstResponse(), createdAt, replies.firstAt());
        var next = target.nextResponse() == null || replies.askedAt() == null
                ? null
                : run(target.nextResponse(), replies.askedAt(), replies.answeredAt());
        var resolution = run(target.resolution(), createdAt, solvedAt);
        var sla = new Sla(policy, first.clock(), next == null ? null : next.clock(), resolution.clock());
        return Deadlines.of(
                sla, progress.warnedAt(warnAt(Stream.of(first, next, resolution).filter(Objects::nonNull))));
    }

    private Run run(Allowance allowance, Instant start, @Nullable Instant metAt) {
        var length = allowance.duration();
        var met = metAt == null ? null : Progress.millis(metAt);
        var due = due(length, start, met);
        var breached = due != null && (met == null ? !now.isBefore(due) : met.isAfter(due));
        return new Run(length, start, new SlaClock(due, met, breached, met == null && progress.pausedSince() != null));
    }

    /// Of what is due next.
    private @Nullable Instant warnAt(Stream<Run> runs) {
        var next = runs.filter(run -> run.clock().isRunning() && run.clock().dueAt() != null)
                .min(Comparator.comparing(
                        run -> Objects.requireNonNull(run.clock().dueAt())))
                .orElse(null);
        return next == null
                ? null
                : due(next.allowance().multipliedBy(ALL - warnLeft).dividedBy(ALL), next.start(), null);
    }

    /// When so much time has counted outside of the pauses. Null where that is never, or not known because the ticket
    /// is paused. For what is met a pause is over then: it had the time that was left.
    private @Nullable Instant due(Duration allowance, Instant start, @Nullable Instant met) {
        var left = allowance;
        var from = start;
        for (var pause : progress.pauses()) {
            if (met != null && !pause.from().isBefore(met)) {
                break;
            }
            if (pause.to().isAfter(from)) {
                var counted = counted(from, pause);
                if (left.compareTo(counted) <= 0) {
                    return dueAt(from, left);
                }
                left = left.minus(counted);
                from = pause.to();
            }
        }
        var since = progress.pausedSince();
        if (since == null || met != null && !since.isBefore(met)) {
            return dueAt(from, left);
        }
        var counted = hours.between(from, since);
        if (left.compareTo(counted) <= 0) {
            return dueAt(from, left);
        }
        return met == null ? null : dueAt(met, left.minus(counted));
    }

    /// None where it began within the pause.
    private Duration counted(Instant from, Pause pause) {
        return hours.between(from, pause.from());
    }

    private @Nullable Instant dueAt(Instant from, Duration left) {
        var due = hours.plus(from, left);
        return due == null ? null : Progress.millis(due);
    }
}
