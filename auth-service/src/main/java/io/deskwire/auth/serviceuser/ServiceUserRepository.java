package io.deskwire.auth.serviceuser;

import io.deskwire.auth.serviceuser.ServiceUser.Profile;
import io.deskwire.auth.serviceuser.ServiceUser.Status;
import io.deskwire.auth.serviceuser.ServiceUserService.PreviousPassword;
import io.deskwire.common.aggregate.Made;
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
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

@Repository
class ServiceUserRepository {
    private static final String INSERT = """
            INSERT INTO service_users (tenant_id, id, name, description, application_id, application_name, permissions,
                                       rate_limit, status, version, created_by, created_at, updated_at)
            VALUES (:tenant, :id, :name, :description, :applicationId, :applicationName, :permissions,
                    :rateLimit, :status, :version, :by, :created, :updated)
            """;
    private static final String UPDATE = """
            UPDATE service_users
               SET name = :name, description = :description, application_id = :applicationId,
                   application_name = :applicationName, permissions = :permissions, rate_limit = :rateLimit,
                   status = :status, version = :version, updated_at = :updated
             WHERE tenant_id = :tenant AND id = :id AND version = :version - 1 AND deleted_at IS NULL
            """;
    private static final String ROTATE = """
            UPDATE service_users
               SET previous_password_hash = :replaced, previous_rotated_at = rotated_at, rotated_at = :rotated,
                   overlap_ends_at = :ends,
                   version = :version, updated_at = :updated
             WHERE tenant_id = :tenant AND id = :id AND version = :version - 1 AND deleted_at IS NULL
            """;
    private static final String DELETE = """
            UPDATE service_users
               SET deleted_at = :at, previous_password_hash = NULL, version = version + 1, updated_at = :at
             WHERE tenant_id = :tenant AND id = :id AND version = :version AND deleted_at IS NULL
            """;
    private static final String FIND = """
            SELECT * FROM service_users WHERE tenant_id = :tenant AND id = :id AND deleted_at IS NULL
            """;
    private static final String PAGE = """
            SELECT * FROM service_users
             WHERE tenant_id = :tenant AND deleted_at IS NULL AND (:after::uuid IS NULL OR id < :after)
               AND (:status::text IS NULL OR status = :status)
               AND (:unused::timestamptz IS NULL OR coalesce(last_used_at, created_at) < :unused)
             ORDER BY id DESC LIMIT :limit
            """;
    private static final String WORKPLACE = """
            SELECT s.*, t.status AS tenant_status FROM service_users s JOIN tenants t ON t.id = s.tenant_id
             WHERE s.id = :id AND s.status = 'active' AND s.deleted_at IS NULL AND t.status <> 'deleted'
            """;
    private static final String PREVIOUS_PASSWORD = """
            SELECT previous_password_hash, overlap_ends_at FROM service_users
             WHERE id = :id AND overlap_ends_at > :now AND previous_password_hash IS NOT NULL AND deleted_at IS NULL
            """;
    private static final String END_OVERLAPS = """
            UPDATE service_users SET previous_password_hash = NULL
             WHERE previous_password_hash IS NOT NULL AND overlap_ends_at <= :now
            RETURNING *
            """;
    private static final String REPORT_UNUSED = """
            UPDATE service_users s SET unused_reported_at = :now
              FROM tenants t
             WHERE t.id = s.tenant_id AND t.status = 'active' AND s.status = 'active' AND s.deleted_at IS NULL
               AND coalesce(s.last_used_at, s.created_at) < :before
               AND (s.unused_reported_at IS NULL OR s.unused_reported_at < s.last_used_at)
            RETURNING s.*
            """;

    private final JdbcClient jdbc;

    ServiceUserRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(ServiceUser serviceUser) {
        bind(INSERT, serviceUser)
                .param("by", serviceUser.made().createdBy().value())
                .param("created", Row.at(serviceUser.made().createdAt()))
                .update();
    }

    /// False where somebody else was faster: the version is not the one before the given one any more.
    boolean update(ServiceUser serviceUser) {
        return bind(UPDATE, serviceUser).update() == 1;
    }

    /// @param replaced the hash that goes on working until the overlap ends; null for none
    boolean rotate(ServiceUser serviceUser, @Nullable String replaced) {
        return jdbc.sql(ROTATE)
                        .param("replaced", replaced)
                        .param("rotated", Row.at(serviceUser.rotation().rotatedAt()))
                        .param("ends", Row.at(serviceUser.rotation().overlapEndsAt()))
                        .param("version", serviceUser.version())
                        .param("updated", Row.at(serviceUser.updatedAt()))
                        .param("tenant", serviceUser.tenantId().value())
                        .param("id", serviceUser.id().value())
                        .update()
                == 1;
    }

    boolean delete(ServiceUser serviceUser, Instant now) {
        return jdbc.sql(DELETE)
                        .param("at", Row.at(now))
                        .param("tenant", serviceUser.tenantId().value())
                        .param("id", serviceUser.id().value())
                        .param("version", serviceUser.version())
                        .update()
                == 1;
    }

    Optional<PreviousPassword> previousPassword(UserId id, Instant now) {
        return jdbc.sql(PREVIOUS_PASSWORD)
                .param("id", id.value())
                .param("now", Row.at(now))
                .query(Row.as(row ->
                        new PreviousPassword(row.text("previous_password_hash"), row.instant("overlap_ends_at"))))
                .optional();
    }

    void used(ServiceUser serviceUser, Instant now) {
        jdbc.sql("UPDATE service_users SET last_used_at = :at WHERE tenant_id = :tenant AND id = :id")
                .param("at", Row.at(now))
                .param("tenant", serviceUser.tenantId().value())
                .param("id", serviceUser.id().value())
                .update();
    }

    /// Forgets the passwords whose overlap is over; of all tenants, so it needs the system door.
    List<ServiceUser> endOverlaps(Instant now) {
        return jdbc.sql(END_OVERLAPS)
                .param("now", Row.at(now))
                .query(Row.as(ServiceUserRepository::serviceUser))
                .list();
    }

    /// Marks and returns those that nobody used since then, once until they are used again; of all tenants, so it needs
    /// the system door.
    List<ServiceUser> reportUnused(Instant before, Instant now) {
        return jdbc.sql(REPORT_UNUSED)
                .param("before", Row.at(before))
                .param("now", Row.at(now))
                .query(Row.as(ServiceUserRepository::serviceUser))
                .list();
    }

    private StatementSpec bind(String sql, ServiceUser serviceUser) {
        return jdbc.sql(sql)
                .param("tenant", serviceUser.tenantId().value())
                .param("id", serviceUser.id().value())
                .param("name", serviceUser.name())
                .param("description", serviceUser.profile().description())
                .param("applicationId", serviceUser.profile().applicationId())
                .param("applicationName", serviceUser.profile().applicationName())
                .param("permissions", Row.array(serviceUser.permissions()))
                .param("rateLimit", serviceUser.profile().rateLimit())
                .param("status", Row.wire(serviceUser.status()))
                .param("version", serviceUser.version())
                .param("updated", Row.at(serviceUser.updatedAt()));
    }

    Optional<ServiceUser> find(TenantId tenant, UserId id) {
        return jdbc.sql(FIND)
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(ServiceUserRepository::serviceUser))
                .optional();
    }

    /// Newest first.
    List<ServiceUser> page(TenantId tenant, ServiceUserQuery query, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("after", after == null ? null : after.uuid(0))
                .param("status", query.status() == null ? null : Row.wire(query.status()))
                .param("unused", Row.at(query.unusedSince()))
                .param("limit", page.fetch())
                .query(Row.as(ServiceUserRepository::serviceUser))
                .list();
    }

    /// @param oldestBegin of sessions that may go on: the last rotation but one; null for none
    record Active(
            ServiceUser serviceUser,
            boolean tenantSuspended,
            @Nullable Instant oldestBegin) {}

    Optional<Active> active(UserId id) {
        return jdbc.sql(WORKPLACE)
                .param("id", id.value())
                .query(Row.as(row -> new Active(
                        serviceUser(row),
                        "suspended".equals(row.text("tenant_status")),
                        row.instantOrNull("previous_rotated_at"))))
                .optional();
    }

    private static ServiceUser serviceUser(Row row) throws SQLException {
        return new ServiceUser(
                row.id("id", UserId::new),
                row.id("tenant_id", TenantId::new),
                new Profile(
                        row.text("name"),
                        row.textOrNull("description"),
                        row.textOrNull("application_id"),
                        row.textOrNull("application_name"),
                        row.texts("permissions"),
                        row.integerOrNull("rate_limit")),
                row.constant("status", Status.class),
                row.instantOrNull("last_used_at"),
                new SecretRotation(row.instantOrNull("rotated_at"), row.instantOrNull("overlap_ends_at")),
                Made.of(row),
                row.instant("updated_at"));
    }
}
