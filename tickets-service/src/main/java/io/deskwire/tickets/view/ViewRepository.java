package io.deskwire.tickets.view;

import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.condition.Catalogue;
import io.deskwire.tickets.platform.Columns;
import io.deskwire.tickets.ticketfield.TicketFields;
import io.deskwire.tickets.view.Sharing.Kind;
import io.deskwire.tickets.view.View.Details;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Repository
class ViewRepository {
    private static final Columns CHANGED =
            Columns.changed("title", "conditions::jsonb", "sort", "columns", "shared_with", "team_id::uuid");
    private static final Columns WRITTEN =
            Columns.of("tenant_id", "id", "created_by::uuid", "created_at").and(CHANGED);
    private static final String INSERT =
            "INSERT INTO views (%s) VALUES (%s) RETURNING *".formatted(WRITTEN.list(), WRITTEN.values());
    private static final String UPDATE = """
            UPDATE views SET %s
             WHERE tenant_id = :tenant_id AND id = :id AND version = :version - 1
            RETURNING *
            """.formatted(CHANGED.assignments());
    private static final String ONE = "SELECT * FROM views WHERE tenant_id = :tenant AND id = :id";
    private static final String MEANING =
            "SELECT app.team_ids() AS my_teams, app.ticket_fields(:tenant) AS ticket_fields";
    private static final String ASKED = """
            SELECT v.*, m.my_teams, m.ticket_fields
              FROM views v CROSS JOIN (%s) AS m
             WHERE v.tenant_id = :tenant AND v.id = :id
            """.formatted(MEANING);
    private static final String FIRST_PAGE = "SELECT * FROM views WHERE tenant_id = :tenant";
    private static final String NEXT_PAGE = FIRST_PAGE + " AND id < :after";
    private static final String NEWEST_FIRST = " ORDER BY id DESC LIMIT :limit";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ViewRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// What the conditions of views mean to the caller.
    ///
    /// @param teams what `my_teams` are
    /// @param catalogue of the fields that there are
    record Meaning(Set<UUID> teams, Catalogue<JsonNode> catalogue) {}

    /// A view whose tickets are asked for.
    record Asked(View view, Meaning meaning) {}

    /// As stored.
    View insert(View view) {
        return write(INSERT, view).orElseThrow();
    }

    /// As stored; empty where somebody else was faster.
    Optional<View> update(View view) {
        return write(UPDATE, view);
    }

    private Optional<View> write(String sql, View view) {
        var values = Columns.parameters(view.stamp());
        values.put("tenant_id", view.tenantId().value());
        values.put("id", view.id().value());
        var details = view.details();
        values.put("title", details.title());
        values.put("conditions", details.conditions().toString());
        values.put("sort", details.sort().wire());
        values.put("columns", Row.array(details.columns()));
        values.put("shared_with", Row.wire(details.sharedWith().kind()));
        values.put("team_id", Columns.orNull(details.sharedWith().team()));
        return jdbc.sql(sql).params(values).query(Row.as(this::view)).optional();
    }

    boolean delete(View view) {
        return jdbc.sql("DELETE FROM views WHERE tenant_id = :tenant AND id = :id AND version = :version")
                        .param("tenant", view.tenantId().value())
                        .param("id", view.id().value())
                        .param("version", view.version())
                        .update()
                == 1;
    }

    /// What was deleted.
    List<View> deletePrivate(TenantId tenant, UserId owner) {
        return jdbc.sql("""
                        DELETE FROM views WHERE tenant_id = :tenant AND created_by = :owner AND shared_with = 'me'
                        RETURNING *
                        """)
                .param("tenant", tenant.value())
                .param("owner", owner.value())
                .query(Row.as(this::view))
                .list();
    }

    Optional<View> find(TenantId tenant, ViewId id) {
        return one(ONE, tenant, id);
    }

    /// Nobody else changes it until the transaction ends.
    Optional<View> findToChange(TenantId tenant, ViewId id) {
        return one(ONE + " FOR UPDATE", tenant, id);
    }

    private Optional<View> one(String sql, TenantId tenant, ViewId id) {
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(this::view))
                .optional();
    }

    /// The view and what it means to the caller, in one statement.
    Optional<Asked> ask(TenantId tenant, ViewId id) {
        return jdbc.sql(ASKED)
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(row -> new Asked(view(row), meant(row))))
                .optional();
    }

    Meaning meaning(TenantId tenant) {
        return jdbc.sql(MEANING)
                .param("tenant", tenant.value())
                .query(Row.as(ViewRepository::meant))
                .single();
    }

    /// Those that the caller sees, newest first.
    List<View> page(TenantId tenant, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql((after == null ? FIRST_PAGE : NEXT_PAGE) + NEWEST_FIRST)
                .param("tenant", tenant.value())
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(this::view))
                .list();
    }

    /// Whether the user is a member of the team; empty where the tenant has no such team.
    Optional<Boolean> isMember(TenantId tenant, UUID team, @Nullable UserId user) {
        return jdbc.sql("SELECT members @> :member::jsonb FROM teams WHERE tenant_id = :tenant AND id = :team")
                .param("tenant", tenant.value())
                .param("team", team)
                .param("member", "[{\"user_id\":\"%s\"}]".formatted(user))
                .query(Boolean.class)
                .optional();
    }

    private static Meaning meant(Row row) throws SQLException {
        return new Meaning(
                Set.copyOf(row.uuids("my_teams")), TicketFields.of(row).catalogue());
    }

    private View view(Row row) throws SQLException {
        var kind = row.constant("shared_with", Kind.class);
        return new View(
                row.id("id", ViewId::new),
                row.id("tenant_id", TenantId::new),
                new Details(
                        row.text("title"),
                        json.readValue(row.text("conditions"), ObjectNode.class),
                        ViewSort.of(row.text("sort")).orElseThrow(),
                        row.texts("columns"),
                        new Sharing(kind, row.uuidOrNull("team_id"))),
                Stamp.of(row));
    }
}
