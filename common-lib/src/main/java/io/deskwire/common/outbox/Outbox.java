package io.deskwire.common.outbox;

import io.deskwire.common.aggregate.Published;
import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.observe.RequestTrace;
import io.deskwire.common.tenancy.CommitWrites;
import io.deskwire.common.tenancy.CurrentActor;
import io.deskwire.contracts.event.EventType;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Appends events in the transaction of the change they tell of; the relay takes them from there in commit order.
///
/// Call it last in a service method, from the new state. Needs a transaction: an event without its change would lie.
/// The rows are written with its COMMIT, so nobody sees them before.
public class Outbox {
    private static final String APPEND = """
            INSERT INTO outbox (id, tenant_id, type, subject, subject_version, actor, traceparent, audience, data, occurred_at)
            SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[],
                                 ?::text[], ?::timestamptz[])
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    public Outbox(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /// A row that was not there before; by the current actor.
    @Transactional(propagation = Propagation.MANDATORY)
    public void created(EventType type, Published row) {
        created(CurrentActor.get(), type, row);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void created(Actor actor, EventType type, Published row) {
        append(actor, row.tenantId(), List.of(DomainEvent.created(type, row)));
    }

    /// A row as it was and as it is; by the current actor.
    @Transactional(propagation = Propagation.MANDATORY)
    public void changed(EventType type, Published before, Published after) {
        changed(CurrentActor.get(), type, before, after);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void changed(Actor actor, EventType type, Published before, Published after) {
        append(actor, after.tenantId(), List.of(DomainEvent.changed(type, before, after)));
    }

    /// By the current actor.
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(TenantId tenant, DomainEvent event) {
        append(CurrentActor.get(), tenant, List.of(event));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void append(Actor actor, TenantId tenant, List<DomainEvent> events) {
        insert(actor, tenant.value(), events);
    }

    /// For facts of no tenant, such as a session of somebody who belongs to none.
    @Transactional(propagation = Propagation.MANDATORY)
    public void appendPlatform(EventType type, UUID subject, Object record) {
        insert(CurrentActor.get(), Uuid7.NIL, List.of(DomainEvent.of(type, subject, 1, Audience.NOBODY, record)));
    }

    /// The fields that changed since a version, for the answer to a stale update. Knows as much as the outbox keeps.
    @Transactional(propagation = Propagation.MANDATORY)
    public List<String> changedSince(UUID subject, long version) {
        return jdbc.sql("SELECT app.changed_since(:subject, :version)")
                .param("subject", subject.toString())
                .param("version", version)
                .query(String.class)
                .list();
    }

    private void insert(Actor actor, UUID tenant, List<DomainEvent> events) {
        var trace = RequestTrace.current();
        for (var event : events) {
            CommitWrites.add(
                    APPEND,
                    Uuid7.next(),
                    tenant,
                    event.type().wire(),
                    event.subject(),
                    event.version(),
                    actor.wire(),
                    trace == null ? null : trace.traceparent(),
                    json.writeValueAsString(event.audience()),
                    json.writeValueAsString(data(event)),
                    clock.instant());
        }
    }

    /// The images of a row before and after a change and what differs, for those who tell of it besides.
    public Difference difference(Object before, Object after) {
        return Difference.of(json.valueToTree(before), json.valueToTree(after));
    }

    private JsonNode data(DomainEvent event) {
        var data = json.createObjectNode();
        data.put("table", event.type().table());
        var difference = event.difference();
        if (difference == null && event.oldRecord() != null) {
            difference = difference(event.oldRecord(), event.record());
        }
        if (difference == null) {
            data.set("record", json.valueToTree(event.record()));
        } else {
            data.set("record", difference.after());
            data.set("old_record", difference.before());
            data.set("changed", json.valueToTree(difference.changed()));
        }
        return data;
    }
}
