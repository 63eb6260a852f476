package io.deskwire.automation.pairing;

import io.deskwire.automation.pairing.PairingIntake.Draft;
import io.deskwire.automation.pairing.PairingRequest.Applicant;
import io.deskwire.automation.pairing.PairingRequest.Decision;
import io.deskwire.automation.pairing.PairingRequest.Proof;
import io.deskwire.automation.pairing.PairingRequest.Stamp;
import io.deskwire.automation.pairing.PairingRequest.Status;
import io.deskwire.automation.tenantdirectory.TenantArrived;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class PairingRepository {
    private static final String INSERT = """
            INSERT INTO automation_pairing_requests (tenant_id, id, agent_type, device_id, device_name, public_key,
                   requested_from, awaited_slug, status, code_hash, secret_hash, wrong_codes, expires_at, version, created_at,
                   updated_at)
            VALUES (:tenant, :id, :type, :device, :name, :publicKey,
                   :from, :awaited, :status, :codeHash, :secretHash, 0, :expires, :version, :created, :updated)
            """;
    private static final String UPDATE = """
            UPDATE automation_pairing_requests
               SET status = :status, wrong_codes = :wrong, agent_id = :agent, decided_by = :by,
                   version = :version, updated_at = :updated
             WHERE tenant_id = :tenant AND id = :id AND version = :version - 1
            """;
    private static final String TAKE_TOKEN = """
            UPDATE automation_pairing_requests SET token_taken_at = :now
             WHERE id = :id AND status = 'approved' AND token_taken_at IS NULL
            """;
    private static final String BIND = """
            WITH waiting AS (
                SELECT tenant_id, id FROM automation_pairing_requests
                 WHERE awaited_slug = :slug AND status = 'pending' AND expires_at > :now
                 ORDER BY id LIMIT :room FOR UPDATE)
            UPDATE automation_pairing_requests r SET tenant_id = :tenant, awaited_slug = NULL
              FROM waiting WHERE r.tenant_id = waiting.tenant_id AND r.id = waiting.id
            RETURNING r.*
            """;
    private static final String PAGE = """
            SELECT * FROM automation_pairing_requests
             WHERE tenant_id = :tenant AND (:status::text IS NULL OR status = :status)
               AND (:after::uuid IS NULL OR id < :after)
             ORDER BY id DESC LIMIT :limit
            """;
    private static final String DUE = """
            SELECT * FROM automation_pairing_requests WHERE status = 'pending' AND expires_at <= :now
             ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED
            """;

    private static final String FORGET = """
            DELETE FROM automation_pairing_requests
             WHERE status IN ('approved', 'rejected') AND updated_at < :decided
                OR status = 'expired' AND updated_at < :expired
            """;

    private final JdbcClient jdbc;

    PairingRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A request of nobody's waits for the tenant it names.
    void insert(PairingRequest request, Draft draft) {
        jdbc.sql(INSERT)
                .param("tenant", request.tenantId().value())
                .param("id", request.id().value())
                .param("type", request.applicant().agentType())
                .param("device", request.applicant().deviceId())
                .param("name", request.applicant().deviceName())
                .param("publicKey", draft.publicKey())
                .param("awaited", request.isUnbound() ? draft.tenant() : null)
                .param("from", request.applicant().requestedFrom())
                .param("status", Row.wire(request.status()))
                .param("codeHash", request.proof().codeHash())
                .param("secretHash", request.proof().secretHash())
                .param("expires", Row.at(request.expiresAt()))
                .param("version", request.version())
                .param("created", Row.at(request.stamp().createdAt()))
                .param("updated", Row.at(request.stamp().updatedAt()))
                .update();
    }

    /// False where somebody else was faster.
    boolean update(PairingRequest request) {
        return jdbc.sql(UPDATE)
                        .param("tenant", request.tenantId().value())
                        .param("id", request.id().value())
                        .param("status", Row.wire(request.status()))
                        .param("wrong", request.proof().wrongCodes())
                        .param("agent", value(request.decision().agentId()))
                        .param("by", value(request.decision().decidedBy()))
                        .param("version", request.version())
                        .param("updated", Row.at(request.stamp().updatedAt()))
                        .update()
                == 1;
    }

    void countWrongCode(PairingRequest request) {
        jdbc.sql("UPDATE automation_pairing_requests SET wrong_codes = :wrong WHERE tenant_id = :tenant AND id = :id")
                .param("wrong", request.proof().wrongCodes())
                .param("tenant", request.tenantId().value())
                .param("id", request.id().value())
                .update();
    }

    /// True for the first one that asks, and never again.
    boolean takeToken(PairingId id, Instant now) {
        return jdbc.sql(TAKE_TOKEN)
                        .param("id", id.value())
                        .param("now", Row.at(now))
                        .update()
                == 1;
    }

    /// The token did not arrive.
    void giveTokenBack(PairingId id) {
        jdbc.sql("UPDATE automation_pairing_requests SET token_taken_at = NULL WHERE id = :id")
                .param("id", id.value())
                .update();
    }

    /// Makes requests that wait for this slug the tenant's, the oldest first; needs the system door.
    List<PairingRequest> bind(TenantArrived tenant, long room, Instant now) {
        return jdbc.sql(BIND)
                .param("tenant", tenant.tenant().value())
                .param("slug", tenant.slug())
                .param("room", room)
                .param("now", Row.at(now))
                .query(Row.as(PairingRepository::request))
                .list();
    }

    Optional<PairingRequest> find(TenantId tenant, PairingId id) {
        return jdbc.sql("SELECT * FROM automation_pairing_requests WHERE tenant_id = :tenant AND id = :id FOR UPDATE")
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(PairingRepository::request))
                .optional();
    }

    /// Of any tenant; needs the system door.
    Optional<PairingRequest> find(PairingId id) {
        return jdbc.sql("SELECT * FROM automation_pairing_requests WHERE id = :id")
                .param("id", id.value())
                .query(Row.as(PairingRepository::request))
                .optional();
    }

    long open(TenantId tenant) {
        return jdbc.sql(
                        "SELECT count(*) FROM automation_pairing_requests WHERE tenant_id = :tenant AND status = 'pending'")
                .param("tenant", tenant.value())
                .query(Long.class)
                .single();
    }

    List<PairingRequest> page(TenantId tenant, @Nullable Status status, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("status", status == null ? null : Row.wire(status))
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(PairingRepository::request))
                .list();
    }

    /// Of all tenants; needs the system door.
    List<PairingRequest> due(Instant now, int limit) {
        return jdbc.sql(DUE)
                .param("now", Row.at(now))
                .param("limit", limit)
                .query(Row.as(PairingRepository::request))
                .list();
    }

    /// Of all tenants; needs the system door.
    void forget(Instant decidedBefore, Instant expiredBefore) {
        jdbc.sql(FORGET)
                .param("decided", Row.at(decidedBefore))
                .param("expired", Row.at(expiredBefore))
                .update();
    }

    private static @Nullable UUID value(@Nullable UserId id) {
        return id == null ? null : id.value();
    }

    private static PairingRequest request(Row row) throws SQLException {
        return new PairingRequest(
                row.id("id", PairingId::new),
                row.id("tenant_id", TenantId::new),
                new Applicant(
                        row.text("agent_type"),
                        row.text("device_id"),
                        row.textOrNull("device_name"),
                        row.text("requested_from")),
                new Decision(
                        row.constant("status", Status.class),
                        row.idOrNull("agent_id", UserId::new),
                        row.idOrNull("decided_by", UserId::new)),
                row.instant("expires_at"),
                new Stamp(row.number("version"), row.instant("created_at"), row.instant("updated_at")),
                new Proof(
                        row.bytes("code_hash"),
                        row.bytes("secret_hash"),
                        row.integer("wrong_codes"),
                        row.instantOrNull("token_taken_at") != null));
    }
}
