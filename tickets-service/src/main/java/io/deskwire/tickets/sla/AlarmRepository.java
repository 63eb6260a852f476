package io.deskwire.tickets.sla;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.sql.Row;
import io.deskwire.common.tenancy.CommitWrites;
import io.deskwire.tickets.deadline.Deadlines;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketEvent;
import io.deskwire.tickets.ticket.TicketId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// When a sweep has to look at a ticket again: before something is due, to warn, and when it is due. Hears of each
/// change and notes it with the commit, where it is another time than before.
///
/// Whoever writes an alarm holds its ticket; a sweep that holds an alarm waits for no ticket.
@Repository
@Order(3)
class AlarmRepository implements TicketEvent.Listener {
    private static final String OF_NEW = """
            INSERT INTO ticket_clocks (tenant_id, ticket_id, due_at, wake_at, warned)
            SELECT *, false FROM unnest(?::uuid[], ?::uuid[], ?::timestamptz[], ?::timestamptz[])
            """;
    private static final String OF_CHANGED = """
            INSERT INTO ticket_clocks (tenant_id, ticket_id, due_at, wake_at, warned)
            VALUES (?::uuid, ?::uuid, ?::timestamptz, ?::timestamptz, false)
            ON CONFLICT (tenant_id, ticket_id) DO UPDATE
               SET due_at = excluded.due_at, wake_at = excluded.wake_at, warned = false
            """;
    private static final String OF_NOTHING_DUE =
            "DELETE FROM ticket_clocks WHERE tenant_id = ?::uuid AND ticket_id = ?::uuid";

    static final String COMING = """
            SELECT (SELECT min(wake_at) FROM ticket_clocks) AS wake_at, (SELECT min(at) FROM sla_recounts) AS recount_at
            """;
    static final String CLAIM = """
            SELECT tenant_id, ticket_id, due_at, warned FROM ticket_clocks
             WHERE wake_at <= :now ORDER BY wake_at LIMIT 1 FOR UPDATE SKIP LOCKED
            """;

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher inside;

    AlarmRepository(JdbcClient jdbc, ApplicationEventPublisher inside) {
        this.jdbc = jdbc;
        this.inside = inside;
    }

    /// @param dueAt what was due next when it was set
    /// @param warned the team has been warned of it
    record Alarm(TenantId tenant, TicketId ticket, Instant dueAt, boolean warned) {}

    /// @param wakeAt of the first alarm; null where there is none
    /// @param recountAt of the first tenant whose tickets have to be counted anew; null where there is none
    record Coming(@Nullable Instant wakeAt, @Nullable Instant recountAt) {}

    @Override
    public void on(TicketEvent event) {
        switch (event) {
            case TicketEvent.Opened opened -> set(OF_NEW, true, opened.ticket());
            case TicketEvent.Removed removed -> remove(removed.before());
            case TicketEvent.Restored restored -> set(OF_CHANGED, false, restored.ticket());
            case TicketEvent.NewVersion next -> reset(next.before().deadlines(), next.ticket());
            case TicketEvent.Purged _, TicketEvent.Replied _ -> {
                // in the trash it has no alarm; what a reply makes of the deadlines is a change
            }
        }
    }

    private void reset(Deadlines before, Ticket ticket) {
        var after = ticket.deadlines();
        if (Objects.equals(before.nextDueAt(), after.nextDueAt()) && Objects.equals(before.warnAt(), after.warnAt())) {
            return;
        }
        if (after.nextDueAt() == null) {
            CommitWrites.run(OF_NOTHING_DUE, ticket.tenantId(), ticket.id());
        } else {
            set(OF_CHANGED, false, ticket);
        }
    }

    /// @param together with those of other new tickets
    private void set(String statement, boolean together, Ticket ticket) {
        var due = ticket.deadlines().nextDueAt();
        if (due == null) {
            return;
        }
        var warn = ticket.deadlines().warnAt();
        var wake = warn == null ? due : warn;
        if (together) {
            CommitWrites.add(statement, ticket.tenantId(), ticket.id(), due, wake);
        } else {
            CommitWrites.run(statement, ticket.tenantId(), ticket.id(), due, wake);
        }
        inside.publishEvent(new SlaSweep.Wake(wake));
    }

    private static void remove(Ticket ticket) {
        if (ticket.deadlines().nextDueAt() != null) {
            CommitWrites.run(OF_NOTHING_DUE, ticket.tenantId(), ticket.id());
        }
    }

    Coming coming() {
        return jdbc.sql(COMING)
                .query(Row.as(row -> new Coming(row.instantOrNull("wake_at"), row.instantOrNull("recount_at"))))
                .single();
    }

    /// The first alarm that is due; no other node takes it until the transaction ends.
    Optional<Alarm> claim(Instant now) {
        return jdbc.sql(CLAIM)
                .param("now", Row.at(now))
                .query(Row.as(row -> new Alarm(
                        row.id("tenant_id", TenantId::new),
                        row.id("ticket_id", TicketId::new),
                        row.instant("due_at"),
                        row.flag("warned"))))
                .optional();
    }

    /// The team has been warned; the next look is when it is due.
    void warned(Alarm alarm) {
        change("UPDATE ticket_clocks SET warned = true, wake_at = due_at", alarm);
    }

    void postpone(Alarm alarm, Instant until) {
        jdbc.sql("UPDATE ticket_clocks SET wake_at = :until WHERE tenant_id = :tenant AND ticket_id = :ticket")
                .param("until", Row.at(until))
                .param("tenant", alarm.tenant().value())
                .param("ticket", alarm.ticket().value())
                .update();
    }

    void drop(Alarm alarm) {
        change("DELETE FROM ticket_clocks", alarm);
    }

    private void change(String what, Alarm alarm) {
        jdbc.sql(what + " WHERE tenant_id = :tenant AND ticket_id = :ticket")
                .param("tenant", alarm.tenant().value())
                .param("ticket", alarm.ticket().value())
                .update();
    }

    /// As the ticket has it, of one that is held.
    void correct(Alarm alarm, Ticket ticket) {
        drop(alarm);
        set(OF_CHANGED, false, ticket);
    }
}
