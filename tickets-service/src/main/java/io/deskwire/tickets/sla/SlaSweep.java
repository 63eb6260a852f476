package io.deskwire.tickets.sla;

import io.deskwire.common.queue.QueueWorker;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.tickets.sla.AlarmRepository.Alarm;
import io.deskwire.tickets.sla.AlarmRepository.Coming;
import io.deskwire.tickets.ticket.LiveTickets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/// Finds what is nearly due, to warn, and what is overdue, to say so. Each ticket in a transaction of its own. Every
/// node may sweep: an alarm is one node's at a time.
///
/// Between two looks it sleeps until the next alarm that it knows of, at most for a beat; one that comes sooner and is
/// set on this node wakes it.
@Component
class SlaSweep extends QueueWorker {
    private static final Logger log = LoggerFactory.getLogger(SlaSweep.class);
    private static final String PURPOSE = "sla";
    private static final int MOST_AT_ONCE = 500;
    private static final Duration LEAST_REST = Duration.ofMillis(100);
    private static final Duration WHILE_OTHERS_WRITE = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);

    private final AlarmRepository alarms;
    private final LiveTickets tickets;
    private final SlaRecount recount;
    private final SystemAccess system;
    private final SlaProperties properties;
    private final Clock clock;
    private Coming coming = new Coming(null, null);
    private volatile Instant sleepsUntil = Instant.MAX;

    SlaSweep(
            AlarmRepository alarms,
            LiveTickets tickets,
            SlaRecount recount,
            SystemAccess system,
            SlaProperties properties,
            Clock clock) {
        super("sla-sweep", properties.beat());
        this.alarms = alarms;
        this.tickets = tickets;
        this.recount = recount;
        this.system = system;
        this.properties = properties;
        this.clock = clock;
    }

    /// There may be something to do then. Published in the transaction that makes it so.
    record Wake(Instant at) {}

    @TransactionalEventListener
    void on(Wake wake) {
        if (wake.at().isBefore(sleepsUntil)) {
            wake();
        }
    }

    /// One query where nothing is due.
    @Override
    protected int work() {
        sleepsUntil = Instant.MAX;
        var now = clock.instant();
        coming = system.query(PURPOSE, alarms::coming);
        var dealt = isDue(coming.wakeAt(), now) ? sweep(now) : 0;
        return dealt + (isDue(coming.recountAt(), now) ? recount.sweep(now) : 0);
    }

    private static boolean isDue(@Nullable Instant at, Instant now) {
        return at != null && !at.isAfter(now);
    }

    @Override
    protected Duration rest() {
        var now = clock.instant();
        var rest = properties.beat();
        rest = shorter(rest, now, coming.wakeAt(), LEAST_REST);
        rest = shorter(rest, now, coming.recountAt(), WHILE_OTHERS_WRITE);
        sleepsUntil = now.plus(rest);
        return rest;
    }

    private static Duration shorter(Duration rest, Instant now, @Nullable Instant next, Duration least) {
        if (next == null) {
            return rest;
        }
        var until = Duration.between(now, next);
        var longEnough = until.compareTo(least) < 0 ? least : until;
        return longEnough.compareTo(rest) < 0 ? longEnough : rest;
    }

    /// Deals with what is due by then.
    ///
    /// @return how many tickets that were; there may be more only where it is [#MOST_AT_ONCE]
    int sweep(Instant now) {
        var dealt = 0;
        while (dealt < MOST_AT_ONCE && dealWithOne(now)) {
            dealt++;
        }
        return dealt;
    }

    /// One that fails is put off and does not stop the others.
    private boolean dealWithOne(Instant now) {
        var claimed = new AtomicReference<@Nullable Alarm>();
        try {
            return system.call(PURPOSE, () -> {
                var alarm = alarms.claim(now).orElse(null);
                if (alarm == null) {
                    return false;
                }
                claimed.set(alarm);
                deal(alarm, now);
                return true;
            });
        } catch (RuntimeException failure) {
            var alarm = claimed.get();
            if (alarm == null) {
                throw failure;
            }
            log.warn("Deadlines of ticket {} are looked at again in {}", alarm.ticket(), AFTER_FAILURE, failure);
            system.run(PURPOSE, () -> alarms.postpone(alarm, now.plus(AFTER_FAILURE)));
            return true;
        }
    }

    private void deal(Alarm alarm, Instant now) {
        var held = tickets.holdFree(alarm.tenant(), alarm.ticket()).orElse(null);
        if (held == null) {
            if (tickets.exists(alarm.tenant(), alarm.ticket())) {
                alarms.postpone(alarm, now.plus(WHILE_OTHERS_WRITE));
            } else {
                alarms.drop(alarm);
            }
            return;
        }
        var reckoned = tickets.reckon(held, now);
        var ticket = reckoned.ticket();
        var due = ticket.deadlines().nextDueAt();
        if (ticket.version() != held.ticket().version()) {
            return; // the alarm has heard of it
        }
        if (due == null || !due.equals(alarm.dueAt())) {
            alarms.correct(alarm, ticket);
        } else if (alarm.warned()) {
            alarms.postpone(alarm, due);
        } else {
            tickets.warn(reckoned);
            alarms.warned(alarm);
        }
    }
}
