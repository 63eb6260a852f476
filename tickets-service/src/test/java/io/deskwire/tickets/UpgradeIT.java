package io.deskwire.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.json.WireJson;
import io.deskwire.localstack.ServiceDatabase.Role;
import io.deskwire.testsupport.database.EarlierDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.ObjectNode;

/// What the migrations make of rows that the last release has written.
class UpgradeIT {
    private static final String LAST_RELEASE = "20261121155001";

    private static final List<String> ROWS = List.of(
            "SELECT to_jsonb(t) - 'search' FROM tickets t",
            "SELECT to_jsonb(c) FROM contacts c",
            "SELECT to_jsonb(c) FROM ticket_comments c",
            "SELECT to_jsonb(h) FROM ticket_history h ORDER BY version");

    private final EarlierDatabase database = EarlierDatabase.of("tickets", LAST_RELEASE, "directory");
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource(Role.SYSTEM));
    private final UUID tenant = UUID.randomUUID();
    private final UUID agent = UUID.randomUUID();

    @Test
    void keepsEveryRowAsItWas() {
        written();
        var before = rows();

        database.upgrade();

        var after = rows();
        assertThat(after).hasSameSizeAs(before).hasSizeGreaterThan(4);
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i).retain(before.get(i).propertyNames())).isEqualTo(before.get(i));
        }
    }

    @Test
    void takesATicketThatIsThereForOneThatCameByTheApiAndChangedNow() {
        var ticket = written();
        var start = now();

        database.upgrade();

        assertThat(text("SELECT channel FROM tickets WHERE id = ?", ticket)).isEqualTo("api");
        assertThat(flag("SELECT changed_at BETWEEN ?::timestamptz AND now() FROM tickets WHERE id = ?", start, ticket))
                .isTrue();
        assertThat(flag("SELECT app.complete_until() >= changed_at FROM tickets WHERE id = ?", ticket))
                .isTrue();
    }

    @Test
    void findsAndNumbersTicketsAsBefore() {
        var ticket = written();

        database.upgrade();

        var statement = JdbcClient.create(database.dataSource(Role.OWNER))
                .sql("""
                SELECT app.ticket_search(?, '[[{"text": "parcel", "pattern": "%parc%", "number": null,
                                                "phrase": false, "excluded": false}]]')
                """)
                .param(tenant)
                .query(String.class)
                .single();
        assertThat(jdbc.sql(statement).query(UUID.class).list()).containsExactly(ticket);
        assertThat(text("SELECT app.next_ticket_number(?)::text", tenant)).isEqualTo("2");
    }

    @Test
    void findsWhatWasSaidAndWhoAskedBefore() {
        written();

        database.upgrade();

        assertThat(flag("""
                SELECT EXISTS (SELECT FROM note_texts
                                WHERE tenant_id = ? AND search @@ plainto_tsquery('simple', 'carrier') AND stems IS NULL)
                """, tenant)).isTrue();
        assertThat(flag("""
                SELECT EXISTS (SELECT FROM contact_texts
                                WHERE tenant_id = ? AND search @@ plainto_tsquery('simple', 'ann@example.com'))
                """, tenant)).isTrue();
        assertThat(text("SELECT count(*)::text FROM comment_texts WHERE tenant_id = ?", tenant))
                .isEqualTo("0");
    }

    @Test
    void takesWhatNobodyDidFromThenOn() {
        var ticket = written();

        database.upgrade();

        assertThat(jdbc.sql("UPDATE tickets SET updated_by = NULL, version = 3 WHERE id = ?")
                        .param(ticket)
                        .update())
                .isOne();
        assertThat(flag("SELECT changed_at > updated_at FROM tickets WHERE id = ?", ticket))
                .isTrue();
    }

    /// A ticket of a contact, changed once and commented on.
    private UUID written() {
        var contact = UUID.randomUUID();
        var ticket = UUID.randomUUID();
        jdbc.sql("""
                INSERT INTO contacts (tenant_id, id, email, name, version, created_by, updated_by, created_at, updated_at)
                VALUES (:tenant, :id, 'ann@example.com', 'Ann', 1, :agent, :agent, :at::timestamptz, :at::timestamptz)
                """)
                .param("tenant", tenant)
                .param("id", contact)
                .param("agent", agent)
                .param("at", "2026-11-21T10:00:00Z")
                .update();
        jdbc.sql("""
                INSERT INTO tickets (tenant_id, id, number, subject, description, status, priority, tags, custom_fields,
                                     requester_id, source, external_id, sla_breached, version, created_by, updated_by,
                                     created_at, updated_at)
                VALUES (:tenant, :id, app.next_ticket_number(:tenant), 'The parcel is late', 'It left on Monday.', 'pending',
                        'high', '{late,VIP}', '{"order": 7.10}', :contact, 'shop', '7', false, 2, :agent, :agent,
                        :at::timestamptz, :at::timestamptz)
                """)
                .param("tenant", tenant)
                .param("id", ticket)
                .param("contact", contact)
                .param("agent", agent)
                .param("at", "2026-11-21T10:00:00Z")
                .update();
        for (var version : List.of(1, 2)) {
            jdbc.sql("""
                    INSERT INTO ticket_history (tenant_id, ticket_id, version, actor, changes, at)
                    VALUES (:tenant, :ticket, :version, 'user:' || :agent::text, '[]', now())
                    """)
                    .param("tenant", tenant)
                    .param("ticket", ticket)
                    .param("version", version)
                    .param("agent", agent)
                    .update();
        }
        jdbc.sql("""
                INSERT INTO ticket_comments (tenant_id, id, ticket_id, author_id, visibility, body, version, created_at)
                VALUES (:tenant, :id, :ticket, :agent, 'internal', 'Ask the carrier.', 1, now())
                """)
                .param("tenant", tenant)
                .param("id", UUID.randomUUID())
                .param("ticket", ticket)
                .param("agent", agent)
                .update();
        return ticket;
    }

    /// With all columns that there are by now.
    private List<ObjectNode> rows() {
        return ROWS.stream()
                .flatMap(sql -> jdbc.sql(sql).query(String.class).list().stream())
                .map(row -> WireJson.mapper().readValue(row, ObjectNode.class))
                .toList();
    }

    private String now() {
        return jdbc.sql("SELECT clock_timestamp()::text").query(String.class).single();
    }

    private String text(String sql, Object... arguments) {
        return jdbc.sql(sql).params(arguments).query(String.class).single();
    }

    private boolean flag(String sql, Object... arguments) {
        return jdbc.sql(sql).params(arguments).query(Boolean.class).single();
    }
}
