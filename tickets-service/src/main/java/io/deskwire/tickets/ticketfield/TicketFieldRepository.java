package io.deskwire.tickets.ticketfield;

import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.tickets.platform.Columns;
import io.deskwire.tickets.ticketfield.TicketField.Details;
import io.deskwire.tickets.ticketfield.TicketField.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class TicketFieldRepository {
    private static final Columns CHANGED =
            Columns.changed("label", "options", "required_on", "visible_to_client", "editable_by_client");
    private static final Columns WRITTEN = Columns.of(
                    "tenant_id", "id", "created_by::uuid", "created_at", "key", "type")
            .and(CHANGED);
    private static final String INSERT = """
            INSERT INTO ticket_fields (%s) VALUES (%s)
            ON CONFLICT ON CONSTRAINT ticket_fields_key DO NOTHING
            RETURNING *
            """.formatted(WRITTEN.list(), WRITTEN.values());
    private static final String UPDATE = """
            UPDATE ticket_fields SET %s
             WHERE tenant_id = :tenant_id AND id = :id AND version = :version - 1 AND removed_at IS NULL
            RETURNING *
            """.formatted(CHANGED.assignments());
    private static final String REMOVE = """
            UPDATE ticket_fields
               SET removed_at = :updated_at, version = :version, updated_by = :updated_by::uuid,
                   updated_at = :updated_at
             WHERE tenant_id = :tenant AND id = :id AND version = :version - 1 AND removed_at IS NULL
            """;
    private static final String ONE =
            "SELECT * FROM ticket_fields WHERE tenant_id = :tenant AND id = :id AND removed_at IS NULL";
    private static final String FIRST_PAGE =
            "SELECT * FROM ticket_fields WHERE tenant_id = :tenant AND removed_at IS NULL";
    private static final String NEXT_PAGE = FIRST_PAGE + " AND id > :after";
    private static final String OLDEST_FIRST = " ORDER BY id LIMIT :limit";

    private final JdbcClient jdbc;

    TicketFieldRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// As stored; empty where the key is taken.
    Optional<TicketField> insert(TicketField field) {
        return write(INSERT, field);
    }

    /// As stored; empty where somebody else was faster.
    Optional<TicketField> update(TicketField field) {
        return write(UPDATE, field);
    }

    private Optional<TicketField> write(String sql, TicketField field) {
        var values = Columns.parameters(field.stamp());
        values.put("tenant_id", field.tenantId().value());
        values.put("id", field.id().value());
        values.put("key", field.kind().key());
        values.put("type", Row.wire(field.kind().type()));
        var details = field.details();
        values.put("label", details.label());
        values.put("options", Row.array(details.options()));
        values.put("required_on", details.requiredOn().stream().map(Row::wire).toArray(String[]::new));
        values.put("visible_to_client", details.visibleToClient());
        values.put("editable_by_client", details.editableByClient());
        return jdbc.sql(sql)
                .params(values)
                .query(Row.as(TicketFieldRepository::field))
                .optional();
    }

    /// Leaves a mark of it, with what clients may do with its values.
    ///
    /// @param stamp of the removal
    boolean remove(TicketField field, Stamp stamp) {
        return jdbc.sql(REMOVE)
                        .params(Columns.parameters(stamp))
                        .param("tenant", field.tenantId().value())
                        .param("id", field.id().value())
                        .update()
                == 1;
    }

    /// Takes away the mark of a removed field of this key.
    void forget(TenantId tenant, String key) {
        jdbc.sql("DELETE FROM ticket_fields WHERE tenant_id = :tenant AND key = :key AND removed_at IS NOT NULL")
                .param("tenant", tenant.value())
                .param("key", key)
                .update();
    }

    Optional<TicketField> find(TenantId tenant, TicketFieldId id) {
        return one(ONE, tenant, id);
    }

    /// Nobody else changes it until the transaction ends.
    Optional<TicketField> findToChange(TenantId tenant, TicketFieldId id) {
        return one(ONE + " FOR UPDATE", tenant, id);
    }

    private Optional<TicketField> one(String sql, TenantId tenant, TicketFieldId id) {
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(TicketFieldRepository::field))
                .optional();
    }

    Optional<TicketFieldId> findId(TenantId tenant, String key) {
        return jdbc.sql("SELECT id FROM ticket_fields WHERE tenant_id = :tenant AND key = :key")
                .param("tenant", tenant.value())
                .param("key", key)
                .query(Row.as(row -> row.id("id", TicketFieldId::new)))
                .optional();
    }

    long count(TenantId tenant) {
        return jdbc.sql("SELECT count(*) FROM ticket_fields WHERE tenant_id = :tenant AND removed_at IS NULL")
                .param("tenant", tenant.value())
                .query(Long.class)
                .single();
    }

    /// Oldest first, as a form shows them.
    List<TicketField> page(TenantId tenant, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql((after == null ? FIRST_PAGE : NEXT_PAGE) + OLDEST_FIRST)
                .param("tenant", tenant.value())
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(TicketFieldRepository::field))
                .list();
    }

    /// All of them, also those that the caller does not see.
    TicketFields all(TenantId tenant) {
        return jdbc.sql("SELECT app.ticket_fields(:tenant) AS ticket_fields")
                .param("tenant", tenant.value())
                .query(Row.as(TicketFields::of))
                .single();
    }

    private static TicketField field(Row row) throws SQLException {
        return new TicketField(
                row.id("id", TicketFieldId::new),
                row.id("tenant_id", TenantId::new),
                new Kind(row.text("key"), row.constant("type", TicketFieldType.class)),
                new Details(
                        row.text("label"),
                        row.texts("options"),
                        row.texts("required_on").stream()
                                .map(occasion -> Occasion.valueOf(occasion.toUpperCase(Locale.ROOT)))
                                .toList(),
                        row.flag("visible_to_client"),
                        row.flag("editable_by_client")),
                Stamp.of(row));
    }
}
