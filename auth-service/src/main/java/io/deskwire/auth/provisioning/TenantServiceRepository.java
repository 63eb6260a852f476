package io.deskwire.auth.provisioning;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.deskwire.auth.provisioning.TenantServiceEntry.Progress;
import io.deskwire.auth.provisioning.TenantServiceEntry.Status;
import io.deskwire.auth.provisioning.provisioner.Provisioner.Commission;
import io.deskwire.auth.seal.Seals;
import io.deskwire.auth.seal.Seals.Kind;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.problem.Problem.Refused;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Repository
class TenantServiceRepository {
    private static final String INSERT = """
            INSERT INTO tenant_services (tenant_id, service_name, id, service_id, enabled, status, attempts,
                                         next_attempt_at, last_error, version, created_at, updated_at)
            VALUES (:tenant, :name, :id, :serviceId, :enabled, :status, :attempts,
                    :next, :error, :version, :created, :updated)
            ON CONFLICT DO NOTHING
            """;
    private static final String UPDATE = """
            UPDATE tenant_services
               SET service_id = :serviceId, enabled = :enabled, status = :status, attempts = :attempts,
                   next_attempt_at = :next, last_error = :error, version = :version, updated_at = :updated
             WHERE tenant_id = :tenant AND service_name = :name AND id = :id AND version = :version - 1
            """;
    private static final String DUE = """
            SELECT * FROM tenant_services
             WHERE next_attempt_at <= :now AND status IN ('requested', 'provisioning', 'teardown', 'tearing_down')
             ORDER BY next_attempt_at LIMIT :limit FOR UPDATE SKIP LOCKED
            """;
    private static final String COMMISSION = """
            SELECT t.name, t.slug, u.display_name,
                   CASE WHEN u.email_confirmed_at IS NOT NULL THEN u.email END AS owner_email
              FROM tenants t JOIN users u ON u.id = t.owner_id
             WHERE t.id = :tenant AND (t.status = 'deleted') = :ending
            """;
    /// `ErasureRepository` waits for these.
    private static final String TO_END = """
            SELECT s.* FROM tenant_services s JOIN tenants t ON t.id = s.tenant_id
             WHERE t.deleted_at <= :before AND s.status IN ('provisioned', 'requested', 'provisioning', 'failed')
             ORDER BY t.deleted_at, s.tenant_id LIMIT :limit FOR UPDATE OF s SKIP LOCKED
            """;
    private static final String FORGET = """
            DELETE FROM tenant_service_secrets
             WHERE tenant_id = :tenant AND service_name = :name AND path <> ALL (:kept)
            """;
    private static final String HIDE = """
            INSERT INTO tenant_service_secrets (tenant_id, service_name, path, sealed)
            VALUES (:tenant, :name, :path, :sealed)
            ON CONFLICT (tenant_id, service_name, path) DO UPDATE SET sealed = :sealed
            """;

    private static final String CONFIGURE = """
            INSERT INTO tenant_service_configs (tenant_id, service_name, config)
            VALUES (:tenant, :name, :config::jsonb)
            ON CONFLICT (tenant_id, service_name) DO UPDATE SET config = excluded.config
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Seals seals;

    TenantServiceRepository(JdbcClient jdbc, JsonMapper json, Seals seals) {
        this.jdbc = jdbc;
        this.json = json;
        this.seals = seals;
    }

    /// A new service has version 1. False where somebody else was faster.
    boolean save(TenantServiceEntry entry) {
        return bind(entry.version() == 1 ? INSERT : UPDATE, entry).update() == 1;
    }

    private StatementSpec bind(String sql, TenantServiceEntry entry) {
        var bound = jdbc.sql(sql)
                .param("tenant", entry.tenantId().value())
                .param("name", entry.serviceName())
                .param("id", entry.id())
                .param("serviceId", entry.serviceId())
                .param("enabled", entry.enabled())
                .param("status", Row.wire(entry.status()))
                .param("attempts", entry.progress().attempts())
                .param("next", Row.at(entry.progress().nextAttemptAt()))
                .param("error", entry.progress().lastError())
                .param("version", entry.version())
                .param("updated", Row.at(entry.updatedAt()));
        return entry.version() == 1 ? bound.param("created", Row.at(entry.createdAt())) : bound;
    }

    /// What a tenant keeps with its services, by their names, without secrets. Members who do not manage the tenant
    /// find none.
    Map<String, ObjectNode> configs(TenantId tenant) {
        var found = new HashMap<String, ObjectNode>();
        jdbc.sql("SELECT service_name, config FROM tenant_service_configs WHERE tenant_id = :tenant")
                .param("tenant", tenant.value())
                .query((RowCallbackHandler) row -> found.put(
                        row.getString("service_name"), json.readValue(row.getString("config"), ObjectNode.class)));
        return found;
    }

    /// Replaces what the tenant keeps with the service. Its secrets lie apart and cannot be read back by requests.
    void configure(TenantServiceEntry entry, ConfigSecrets config) {
        jdbc.sql(CONFIGURE)
                .param("tenant", entry.tenantId().value())
                .param("name", entry.serviceName())
                .param("config", json.writeValueAsString(config.shown()))
                .update();
        hide(entry, config);
    }

    /// All but those that are kept are replaced.
    private void hide(TenantServiceEntry entry, ConfigSecrets config) {
        if (!config.secrets().isEmpty() && !seals.available()) {
            throw new Refused(
                    "no-encryption-key", "config has secrets, and this installation has no DESKWIRE_ENCRYPTION_KEY");
        }
        var kept = new HashSet<>(config.kept());
        kept.addAll(config.secrets().keySet());
        jdbc.sql(FORGET)
                .param("tenant", entry.tenantId().value())
                .param("name", entry.serviceName())
                .param("kept", kept.toArray(String[]::new))
                .update();
        config.secrets()
                .forEach((path, secret) -> jdbc.sql(HIDE)
                        .param("tenant", entry.tenantId().value())
                        .param("name", entry.serviceName())
                        .param("path", path)
                        .param("sealed", sealed(entry, path, secret))
                        .update());
    }

    private byte[] sealed(TenantServiceEntry entry, String path, String secret) {
        return seals.seal(
                Kind.SERVICE_CONFIGURATION, place(entry.tenantId(), entry.serviceName(), path), secret.getBytes(UTF_8));
    }

    private static String place(TenantId tenant, String service, String path) {
        return tenant + " " + service + " " + path;
    }

    /// A service's secrets by their JSON pointer. Needs the system door: requests may write them and not read them.
    Map<String, String> secrets(TenantId tenant, String name) {
        var found = new TreeMap<String, String>();
        jdbc.sql("SELECT path, sealed FROM tenant_service_secrets WHERE tenant_id = :tenant AND service_name = :name")
                .param("tenant", tenant.value())
                .param("name", name)
                .query((RowCallbackHandler) row -> {
                    var path = row.getString("path");
                    var opened =
                            seals.open(Kind.SERVICE_CONFIGURATION, place(tenant, name, path), row.getBytes("sealed"));
                    found.put(path, new String(opened, UTF_8));
                });
        return found;
    }

    Optional<TenantServiceEntry> find(TenantId tenant, String name) {
        return jdbc.sql("SELECT * FROM tenant_services WHERE tenant_id = :tenant AND service_name = :name")
                .param("tenant", tenant.value())
                .param("name", name)
                .query(Row.as(TenantServiceRepository::entry))
                .optional();
    }

    List<TenantServiceEntry> all(TenantId tenant) {
        return jdbc.sql("SELECT * FROM tenant_services WHERE tenant_id = :tenant ORDER BY service_name")
                .param("tenant", tenant.value())
                .query(Row.as(TenantServiceRepository::entry))
                .list();
    }

    /// Held for this transaction. Needs the system door.
    List<TenantServiceEntry> due(Instant now, int limit) {
        return jdbc.sql(DUE)
                .param("now", Row.at(now))
                .param("limit", limit)
                .query(Row.as(TenantServiceRepository::entry))
                .list();
    }

    /// What was or may have been made for tenants deleted so long ago; held for this transaction. Needs the system
    /// door.
    List<TenantServiceEntry> toEnd(Instant deletedBefore, int limit) {
        return jdbc.sql(TO_END)
                .param("before", Row.at(deletedBefore))
                .param("limit", limit)
                .query(Row.as(TenantServiceRepository::entry))
                .list();
    }

    /// Empty where the tenant was deleted meanwhile, unless this is for its end. Needs the system door.
    Optional<Commission> commission(TenantServiceEntry entry) {
        return jdbc.sql(COMMISSION)
                .param("tenant", entry.tenantId().value())
                .param("ending", entry.status().ending())
                .query(Row.as(row -> {
                    var ownerName = row.textOrNull("display_name");
                    return new Commission(
                            entry.tenantId(),
                            row.text("name"),
                            row.text("slug"),
                            row.textOrNull("owner_email"),
                            ownerName == null ? row.text("name") : ownerName,
                            entry.serviceId(),
                            entry.progress().attempts() > 1);
                }))
                .optional();
    }

    private static TenantServiceEntry entry(Row row) throws SQLException {
        return new TenantServiceEntry(
                row.id("tenant_id", TenantId::new),
                row.text("service_name"),
                row.uuid("id"),
                row.textOrNull("service_id"),
                row.flag("enabled"),
                new Progress(
                        row.constant("status", Status.class),
                        row.integer("attempts"),
                        row.instantOrNull("next_attempt_at"),
                        row.textOrNull("last_error")),
                row.number("version"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }
}
