package io.deskwire.tickets.sla;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.sql.Row;
import io.deskwire.condition.Catalogue;
import io.deskwire.tickets.calendar.BusinessHours;
import io.deskwire.tickets.sla.Agreements.Agreement;
import io.deskwire.tickets.sla.SlaPolicy.Targets;
import io.deskwire.tickets.ticket.TicketId;
import io.deskwire.tickets.ticketfield.TicketFields;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What tenants have agreed on, and whose tickets have to be counted anew because it has changed.
@Repository
class AgreementRepository {
    private static final Logger log = LoggerFactory.getLogger(AgreementRepository.class);
    private static final String READ = """
            SELECT r.revision, p.id, p.conditions, p.targets, b.time_zone, b.week, b.holidays
              FROM sla_revisions r
              LEFT JOIN sla_policies p ON p.tenant_id = r.tenant_id
              LEFT JOIN business_hours b ON b.tenant_id = p.tenant_id AND b.id = p.business_hours_id
             WHERE r.tenant_id = :tenant
             ORDER BY p.position, p.id
            """;
    private static final String CHANGED = """
            INSERT INTO sla_revisions (tenant_id, revision) VALUES (:tenant, 1)
            ON CONFLICT (tenant_id) DO UPDATE SET revision = sla_revisions.revision + 1
            """;
    private static final String ASK = """
            INSERT INTO sla_recounts (tenant_id, at) VALUES (:tenant, :at)
            ON CONFLICT (tenant_id) DO UPDATE SET at = excluded.at, waits_for = NULL, after_id = NULL
            """;
    private static final String NOTE_WRITERS = """
            UPDATE sla_recounts SET waits_for = pg_snapshot_xmax(pg_current_snapshot())
             WHERE tenant_id IN (SELECT tenant_id FROM sla_recounts WHERE waits_for IS NULL FOR UPDATE SKIP LOCKED)
            """;
    private static final String CLAIM = """
            SELECT tenant_id, after_id FROM sla_recounts
             WHERE at <= :now AND waits_for <= pg_snapshot_xmin(pg_current_snapshot())
             ORDER BY at LIMIT 1 FOR UPDATE SKIP LOCKED
            """;
    private static final String UNDER_WAY = """
            SELECT t.id FROM unnest(ARRAY['open', 'pending', 'on_hold']) AS s (status)
             CROSS JOIN LATERAL (SELECT id FROM tickets
                                  WHERE tenant_id = :tenant AND status = s.status AND deleted_at IS NULL
                                    AND (:after::uuid IS NULL OR id > :after)
                                  ORDER BY id LIMIT :limit) AS t
             ORDER BY t.id LIMIT :limit
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    AgreementRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// @param after the last ticket that is done; null at the beginning
    record Recount(TenantId tenant, @Nullable UUID after) {}

    /// What the tenant's tickets may have.
    TicketFields fields(TenantId tenant) {
        return jdbc.sql("SELECT app.ticket_fields(:tenant) AS ticket_fields")
                .param("tenant", tenant.value())
                .query(Row.as(TicketFields::of))
                .single();
    }

    /// As they are in one moment. Conditions go on by fields that were removed meanwhile: their values stay.
    Agreements read(TenantId tenant) {
        var catalogue = fields(tenant).catalogueWithRemoved();
        var revisions = new ArrayList<Long>();
        var agreements = new ArrayList<Agreement>();
        jdbc.sql(READ)
                .param("tenant", tenant.value())
                .query(Row.as(row -> {
                    revisions.add(row.number("revision"));
                    agreement(row, catalogue).ifPresent(agreements::add);
                    return row.number("revision");
                }))
                .list();
        return revisions.isEmpty() ? Agreements.NONE : new Agreements(revisions.getFirst(), agreements);
    }

    private Optional<Agreement> agreement(Row row, Catalogue<JsonNode> catalogue) throws SQLException {
        var policy = row.idOrNull("id", SlaPolicyId::new);
        if (policy == null) {
            return Optional.empty();
        }
        var check = new FieldCheck();
        var condition = catalogue.parse(json.readTree(row.text("conditions")), "conditions", check);
        var targets = Targets.parse(json.readTree(row.text("targets")), check);
        var hours = hours(row, check);
        if (!check.errors().isEmpty()) {
            log.warn("SLA policy {} matches no ticket, because it cannot be read: {}", policy, check.errors());
            return Optional.empty();
        }
        return Optional.of(new Agreement(policy, condition, targets, hours));
    }

    private BusinessHours hours(Row row, FieldCheck check) throws SQLException {
        var zone = row.textOrNull("time_zone");
        return zone == null
                ? BusinessHours.ALWAYS
                : BusinessHours.stored(
                        zone, json.readTree(row.text("week")), json.readTree(row.text("holidays")), check);
    }

    /// Nobody else changes what the tenant has agreed on until the transaction ends.
    void changed(TenantId tenant) {
        jdbc.sql(CHANGED).param("tenant", tenant.value()).update();
    }

    /// From the beginning, where it is under way.
    void askToRecount(TenantId tenant, Instant at) {
        jdbc.sql(ASK).param("tenant", tenant.value()).param("at", Row.at(at)).update();
    }

    /// After a change was committed, transactions may still write that have read what was before it. All of them have
    /// an id by now, or get one so late that they read what is new.
    void noteWriters() {
        jdbc.sql(NOTE_WRITERS).update();
    }

    /// One that is due and whose writers have ended; no other node counts it until the transaction ends.
    Optional<Recount> claim(Instant now) {
        return jdbc.sql(CLAIM)
                .param("now", Row.at(now))
                .query(Row.as(row -> new Recount(row.id("tenant_id", TenantId::new), row.uuidOrNull("after_id"))))
                .optional();
    }

    /// The next tickets that are neither solved nor closed, in the order of their ids.
    List<TicketId> underWay(Recount recount, int limit) {
        return jdbc.sql(UNDER_WAY)
                .param("tenant", recount.tenant().value())
                .param("after", recount.after())
                .param("limit", limit)
                .query(Row.as(row -> row.id("id", TicketId::new)))
                .list();
    }

    void advance(Recount recount, TicketId last) {
        jdbc.sql("UPDATE sla_recounts SET after_id = :last WHERE tenant_id = :tenant")
                .param("last", last.value())
                .param("tenant", recount.tenant().value())
                .update();
    }

    void finish(Recount recount) {
        jdbc.sql("DELETE FROM sla_recounts WHERE tenant_id = :tenant")
                .param("tenant", recount.tenant().value())
                .update();
    }

    void postpone(Recount recount, Instant until) {
        jdbc.sql("UPDATE sla_recounts SET at = :until WHERE tenant_id = :tenant")
                .param("until", Row.at(until))
                .param("tenant", recount.tenant().value())
                .update();
    }
}
