package io.deskwire.automation.agent;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class AgentRepository {
    private static final String INSERT = """
            INSERT INTO automation_agents (tenant_id, id, agent_type, device_id, name, status, status_at, version,
                                           paired_by, created_at, updated_at)
            VALUES (:tenant, :id, :type, :device, :name, :status, :statusAt, :version, :by, :created, :updated)
            """;
    private static final String UPDATE = """
            UPDATE automation_agents SET status = :status, status_at = :statusAt, version = :version, updated_at = :updated
             WHERE tenant_id = :tenant AND id = :id AND version = :version - 1
            """;
    private static final String PAGE = """
            SELECT * FROM automation_agents
             WHERE tenant_id = :tenant AND (:status::text IS NULL OR status = :status)
               AND (:after::uuid IS NULL OR id < :after)
             ORDER BY id DESC LIMIT :limit
            """;
    private static final String CREDENTIAL = """
            SELECT a.*, s.secret, coalesce(t.status = 'suspended', false) AS suspended
              FROM automation_agents a
              JOIN agent_secrets s ON s.tenant_id = a.tenant_id AND s.agent_id = a.id
              LEFT JOIN tenants_seen t ON t.id = a.tenant_id
             WHERE a.id = :id AND a.status <> 'revoked' AND coalesce(t.status <> 'deleted', true)
            """;
    private static final String LEFT_REPLACING = """
            WITH left_over AS (
                SELECT tenant_id, id FROM automation_agents WHERE status = 'replacing' AND status_at < :before
                 ORDER BY id FOR UPDATE SKIP LOCKED)
            DELETE FROM automation_agents a USING left_over
             WHERE a.tenant_id = left_over.tenant_id AND a.id = left_over.id
            RETURNING a.*
            """;

    private final JdbcClient jdbc;

    AgentRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What a token is verified against.
    record Credential(Agent agent, byte[] secret, boolean tenantSuspended) {}

    void insert(Agent agent) {
        var by = agent.stamp().pairedBy();
        jdbc.sql(INSERT)
                .param("tenant", agent.tenantId().value())
                .param("id", agent.id().value())
                .param("type", agent.agentType())
                .param("device", agent.installation().deviceId())
                .param("name", agent.installation().name())
                .param("status", Row.wire(agent.status()))
                .param("statusAt", Row.at(agent.statusAt()))
                .param("version", agent.version())
                .param("by", by == null ? null : by.value())
                .param("created", Row.at(agent.stamp().createdAt()))
                .param("updated", Row.at(agent.stamp().updatedAt()))
                .update();
    }

    /// False where somebody else was faster.
    boolean update(Agent agent) {
        return jdbc.sql(UPDATE)
                        .param("tenant", agent.tenantId().value())
                        .param("id", agent.id().value())
                        .param("status", Row.wire(agent.status()))
                        .param("statusAt", Row.at(agent.statusAt()))
                        .param("version", agent.version())
                        .param("updated", Row.at(agent.stamp().updatedAt()))
                        .update()
                == 1;
    }

    Optional<Agent> find(TenantId tenant, UserId id) {
        return jdbc.sql("SELECT * FROM automation_agents WHERE tenant_id = :tenant AND id = :id")
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(AgentRepository::agent))
                .optional();
    }

    List<Agent> page(TenantId tenant, Agent.@Nullable Status status, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("status", status == null ? null : Row.wire(status))
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(AgentRepository::agent))
                .list();
    }

    void insertSecret(Agent agent, byte[] secret, Instant now) {
        jdbc.sql(
                        "INSERT INTO agent_secrets (tenant_id, agent_id, secret, created_at) VALUES (:tenant, :id, :secret, :at)")
                .param("tenant", agent.tenantId().value())
                .param("id", agent.id().value())
                .param("secret", secret)
                .param("at", Row.at(now))
                .update();
    }

    void replaceSecret(Agent agent, byte[] secret, Instant now) {
        jdbc.sql(
                        "UPDATE agent_secrets SET secret = :secret, created_at = :at WHERE tenant_id = :tenant AND agent_id = :id")
                .param("tenant", agent.tenantId().value())
                .param("id", agent.id().value())
                .param("secret", secret)
                .param("at", Row.at(now))
                .update();
    }

    void deleteSecret(Agent agent) {
        jdbc.sql("DELETE FROM agent_secrets WHERE tenant_id = :tenant AND agent_id = :id")
                .param("tenant", agent.tenantId().value())
                .param("id", agent.id().value())
                .update();
    }

    /// Of any tenant; needs the system door.
    Optional<Credential> credential(UserId id) {
        return jdbc.sql(CREDENTIAL)
                .param("id", id.value())
                .query(Row.as(row -> new Credential(agent(row), row.bytes("secret"), row.flag("suspended"))))
                .optional();
    }

    /// Of all tenants; needs the system door.
    List<Agent> deleteLeftReplacing(Instant before) {
        return jdbc.sql(LEFT_REPLACING)
                .param("before", Row.at(before))
                .query(Row.as(AgentRepository::agent))
                .list();
    }

    private static Agent agent(Row row) throws SQLException {
        return new Agent(
                row.id("id", UserId::new),
                row.id("tenant_id", TenantId::new),
                new Agent.Installation(row.text("agent_type"), row.text("device_id"), row.textOrNull("name")),
                row.constant("status", Agent.Status.class),
                row.instant("status_at"),
                new Agent.Stamp(
                        row.number("version"),
                        row.idOrNull("paired_by", UserId::new),
                        row.instant("created_at"),
                        row.instant("updated_at")));
    }
}
