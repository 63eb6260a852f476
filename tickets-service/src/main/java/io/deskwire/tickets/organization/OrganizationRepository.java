package io.deskwire.tickets.organization;

import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.tickets.organization.Organization.Details;
import io.deskwire.tickets.platform.Columns;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Repository
class OrganizationRepository {
    private static final Columns CHANGED =
            Columns.changed("name", "external_id", "domains", "custom_fields::jsonb", "shared_tickets");
    private static final Columns WRITTEN =
            Columns.of("tenant_id", "id", "created_by::uuid", "created_at").and(CHANGED);
    private static final String INSERT = """
            INSERT INTO organizations (%s) VALUES (%s)
            ON CONFLICT ON CONSTRAINT organizations_external DO NOTHING
            RETURNING *
            """.formatted(WRITTEN.list(), WRITTEN.values());
    private static final String UPDATE = """
            UPDATE organizations SET %s
             WHERE tenant_id = :tenant_id AND id = :id AND version = :version - 1
            RETURNING *
            """.formatted(CHANGED.assignments());
    private static final String ONE = "SELECT * FROM organizations WHERE tenant_id = :tenant AND id = :id";
    private static final String PAGE = """
            SELECT * FROM organizations
             WHERE tenant_id = :tenant AND (:since::timestamptz IS NULL OR changed_at >= :since)
               AND (:after::uuid IS NULL OR id < :after)
             ORDER BY id DESC LIMIT :limit
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    OrganizationRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// As stored; empty where the external id is taken.
    Optional<Organization> insert(Organization organization) {
        return write(INSERT, organization);
    }

    /// As stored; empty where somebody else was faster.
    Optional<Organization> update(Organization organization) {
        return write(UPDATE, organization);
    }

    private Optional<Organization> write(String sql, Organization organization) {
        var values = Columns.parameters(organization.stamp());
        values.put("tenant_id", organization.tenantId().value());
        values.put("id", organization.id().value());
        var details = organization.details();
        values.put("name", details.name());
        values.put("external_id", Columns.orNull(details.externalId()));
        values.put("domains", Row.array(details.domains()));
        values.put("custom_fields", details.customFields().toString());
        values.put("shared_tickets", details.sharedTickets());
        return jdbc.sql(sql).params(values).query(Row.as(this::organization)).optional();
    }

    boolean delete(Organization organization) {
        return jdbc.sql("DELETE FROM organizations WHERE tenant_id = :tenant AND id = :id AND version = :version")
                        .param("tenant", organization.tenantId().value())
                        .param("id", organization.id().value())
                        .param("version", organization.version())
                        .update()
                == 1;
    }

    Optional<Organization> find(TenantId tenant, OrganizationId id) {
        return one(ONE, tenant, id);
    }

    /// Nobody else changes it until the transaction ends.
    Optional<Organization> findToChange(TenantId tenant, OrganizationId id) {
        return one(ONE + " FOR UPDATE", tenant, id);
    }

    private Optional<Organization> one(String sql, TenantId tenant, OrganizationId id) {
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(this::organization))
                .optional();
    }

    Optional<OrganizationId> findId(TenantId tenant, @Nullable String externalId) {
        return jdbc.sql("SELECT id FROM organizations WHERE tenant_id = :tenant AND external_id = :external_id")
                .param("tenant", tenant.value())
                .param("external_id", externalId)
                .query(Row.as(row -> row.id("id", OrganizationId::new)))
                .optional();
    }

    /// Newest first.
    List<Organization> page(TenantId tenant, @Nullable Instant since, PageRequest page) {
        var after = page.after(2);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("since", Row.at(since))
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(this::organization))
                .list();
    }

    private Organization organization(Row row) throws SQLException {
        return new Organization(
                row.id("id", OrganizationId::new),
                row.id("tenant_id", TenantId::new),
                new Details(
                        row.text("name"),
                        row.textOrNull("external_id"),
                        row.texts("domains"),
                        json.readValue(row.text("custom_fields"), ObjectNode.class),
                        row.flag("shared_tickets")),
                Stamp.of(row));
    }
}
