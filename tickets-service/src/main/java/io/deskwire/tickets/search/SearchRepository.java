package io.deskwire.tickets.search;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.sql.Row;
import io.deskwire.tickets.ticket.TicketId;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

@Repository
class SearchRepository {
    /// The function finds and ranks what the caller sees; titles and texts are read by the caller itself.
    private static final String PAGE = """
            SELECT h.type, h.id, h.ticket_id, h.score, s.title, s.text, app.word_forms(s.text, :search::jsonb) AS forms
              FROM app.search_hits(:search::jsonb, :types::text[], :until::uuid, :afterScore::bigint, :afterId::uuid,
                                   :limit) AS h,
                   LATERAL (
                       SELECT t.subject AS title, concat_ws(' ', t.subject, t.description) AS text
                         FROM tickets t
                        WHERE h.type = 'ticket' AND t.tenant_id = :tenant AND t.id = h.id AND t.deleted_at IS NULL
                       UNION ALL
                       SELECT t.subject, c.body
                         FROM ticket_comments c JOIN tickets t ON t.tenant_id = c.tenant_id AND t.id = c.ticket_id
                        WHERE h.type = 'comment' AND c.tenant_id = :tenant AND c.id = h.id AND t.deleted_at IS NULL
                       UNION ALL
                       SELECT coalesce(c.name, c.email), app.contact_text(c.name, c.email, c.external_id)
                         FROM contacts c WHERE h.type = 'contact' AND c.tenant_id = :tenant AND c.id = h.id
                       UNION ALL
                       SELECT o.name, app.organization_text(o.name, o.external_id, o.domains)
                         FROM organizations o WHERE h.type = 'organization' AND o.tenant_id = :tenant AND o.id = h.id
                   ) AS s
             ORDER BY h.score DESC, h.id DESC
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    SearchRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// A row that fits, and what it says.
    ///
    /// @param score how well it fits, in millionths
    record Found(SearchHit.Type type, UUID id, @Nullable TicketId ticketId, Passage passage, int score) {}

    /// @param forms words of the text that stand there in another form than they were asked for
    record Passage(String title, String text, List<String> forms) {}

    /// Where a page begins: after what the page before ended with, among rows that were there when the first was read.
    record Place(UUID until, int score, UUID id) {
        /// The parts of a cursor behind its search's fingerprint.
        static Place of(Cursor cursor) {
            return new Place(cursor.uuid(1), Math.clamp(cursor.number(2), -1, Integer.MAX_VALUE), cursor.uuid(3));
        }
    }

    /// What fits best first, of equals the newest.
    ///
    /// @param after null for the first page
    List<Found> page(TenantId tenant, SearchTerms terms, List<SearchHit.Type> types, @Nullable Place after, int limit) {
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("search", json.writeValueAsString(terms.alternatives()))
                .param("types", types.stream().map(Row::wire).toArray(String[]::new))
                .param("until", after == null ? null : after.until())
                .param("afterScore", after == null ? null : after.score())
                .param("afterId", after == null ? null : after.id())
                .param("limit", limit)
                .query(Row.as(SearchRepository::found))
                .list();
    }

    private static Found found(Row row) throws SQLException {
        return new Found(
                row.constant("type", SearchHit.Type.class),
                row.uuid("id"),
                row.idOrNull("ticket_id", TicketId::new),
                new Passage(row.text("title"), row.text("text"), row.texts("forms")),
                row.integer("score"));
    }
}
