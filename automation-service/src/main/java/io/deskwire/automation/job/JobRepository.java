package io.deskwire.automation.job;

import io.deskwire.automation.account.AccountId;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// Live jobs and, where a reader asks for one job or a list, the finished ones as well. Claims are `claim/`'s.
@Repository
class JobRepository {
    /// What both tables have; the rest of a finished job's lease is nothing.
    private static final String COMMON = """
            tenant_id, id, type, status, payload, result, error, progress, attempt, max_attempts, priority, run_at,
            unique_key, account_id, created_by, claimed_by, lease_seq, version, created_at, updated_at, finished_at,
            settled_by""";
    private static final String INSERT = """
            INSERT INTO automation_jobs (tenant_id, id, type, status, payload, attempt, max_attempts, priority, run_at,
                   unique_key, account_id, created_by, lease_seq, version, created_at, updated_at, unknown_if_lost)
            VALUES (:tenant, :id, :type, :status, :payload::jsonb, :attempt, :maxAttempts, :priority, :runAt,
                    :uniqueKey, :account, :by, :leaseSeq, :version, :created, :updated, false)
            ON CONFLICT (tenant_id, unique_key) WHERE unique_key IS NOT NULL DO NOTHING
            """;
    private static final String UPDATE = """
            UPDATE automation_jobs
               SET status = :status, error = :error, progress = :progress, attempt = :attempt, run_at = :runAt,
                   claimed_by = :claimedBy, lease_seq = :leaseSeq, version = :version, updated_at = :updated,
                   claim_id = :claim, lease_expires_at = :expires, unknown_if_lost = :unknown, settled_by = :settledBy
             WHERE tenant_id = :tenant AND id = :id AND version = :before
            """;
    private static final String FINISH = """
            WITH ended AS (
                DELETE FROM automation_jobs WHERE tenant_id = :tenant AND id = :id AND version = :before
                RETURNING tenant_id, id, type, payload, attempt, max_attempts, priority, run_at, unique_key, account_id,
                          created_by, created_at)
            INSERT INTO finished_jobs (tenant_id, id, type, payload, attempt, max_attempts, priority, run_at, unique_key,
                   account_id, created_by, created_at, status, result, error, progress, claimed_by, lease_seq, version,
                   updated_at, finished_at, settled_by)
            SELECT ended.*, :status, :result::jsonb, :error, :progress, :claimedBy, :leaseSeq, :version, :updated,
                   :finished, :settledBy
              FROM ended
            """;
    private static final String LIVE = "SELECT * FROM automation_jobs WHERE tenant_id = :tenant AND id = :id";
    private static final String FINISHED = "SELECT " + COMMON
            + ", NULL::uuid AS claim_id, NULL::timestamptz AS lease_expires_at, false AS unknown_if_lost"
            + " FROM finished_jobs WHERE tenant_id = :tenant AND id = :id";
    /// What "equal" means is the database's word: jsonb compares numbers as numbers.
    private static final String BY_UNIQUE_KEY = """
            SELECT *, type = :type AND payload = :payload::jsonb AS same FROM automation_jobs
             WHERE tenant_id = :tenant AND unique_key = :key
            """;
    private static final String WANTED = """
             WHERE tenant_id = :tenant AND (:status::text IS NULL OR status = :status)
               AND (:type::text IS NULL OR type = :type) AND (:account::uuid IS NULL OR account_id = :account)
               AND (:own::uuid IS NULL OR created_by = :own OR claimed_by = :own)
               AND (:after::uuid IS NULL OR id < :after)
             ORDER BY id DESC LIMIT :limit
            """;
    private static final String PAGE = """
            SELECT *, NULL::uuid AS claim_id, NULL::timestamptz AS lease_expires_at, false AS unknown_if_lost FROM (
                (SELECT %s FROM automation_jobs %s) UNION ALL (SELECT %s FROM finished_jobs %s)) AS job
             ORDER BY id DESC LIMIT :limit
            """.formatted(COMMON, WANTED, COMMON, WANTED);

    private final JdbcClient jdbc;
    private final JobReader reader;
    private final JsonMapper json;

    JobRepository(JdbcClient jdbc, JobReader reader, JsonMapper json) {
        this.jdbc = jdbc;
        this.reader = reader;
        this.json = json;
    }

    /// False where a live job holds the unique key.
    boolean insert(Job job) {
        return jdbc.sql(INSERT)
                        .param("tenant", job.tenantId().value())
                        .param("id", job.id().value())
                        .param("type", job.type())
                        .param("status", job.status().wire())
                        .param("payload", json.writeValueAsString(job.work().payload()))
                        .param("attempt", job.turn().attempt())
                        .param("maxAttempts", job.turn().maxAttempts())
                        .param("priority", job.turn().priority())
                        .param("runAt", Row.at(job.turn().runAt()))
                        .param("uniqueKey", job.origin().uniqueKey())
                        .param("account", value(job.origin().accountId()))
                        .param("by", value(job.origin().createdBy()))
                        .param("leaseSeq", job.lease().leaseSeq())
                        .param("version", job.version())
                        .param("created", Row.at(job.stamp().createdAt()))
                        .param("updated", Row.at(job.stamp().updatedAt()))
                        .update()
                == 1;
    }

    /// Writes what became of `before`; a finished job leaves the live table. False where somebody else was faster.
    boolean save(Job before, Job after) {
        return (after.status().finished() ? finish(after) : update(after))
                        .param("before", before.version())
                        .update()
                == 1;
    }

    private StatementSpec update(Job job) {
        return changed(UPDATE, job)
                .param("attempt", job.turn().attempt())
                .param("runAt", Row.at(job.turn().runAt()))
                .param("claim", job.lease().claimId())
                .param("expires", Row.at(job.lease().expiresAt()))
                .param("unknown", job.lease().unknownIfLost());
    }

    private StatementSpec finish(Job job) {
        return changed(FINISH, job)
                .param(
                        "result",
                        job.work().result() == null
                                ? null
                                : json.writeValueAsString(job.work().result()))
                .param("finished", Row.at(job.stamp().finishedAt()));
    }

    private StatementSpec changed(String sql, Job job) {
        return jdbc.sql(sql)
                .param("tenant", job.tenantId().value())
                .param("id", job.id().value())
                .param("status", job.status().wire())
                .param("error", job.work().error())
                .param("progress", job.work().progress())
                .param("claimedBy", value(job.lease().claimedBy()))
                .param("leaseSeq", job.lease().leaseSeq())
                .param("version", job.version())
                .param("updated", Row.at(job.stamp().updatedAt()))
                .param("settledBy", value(job.lease().settledBy()));
    }

    /// Live or finished.
    Optional<Job> find(TenantId tenant, JobId id) {
        return one(LIVE, tenant, id).or(() -> one(FINISHED, tenant, id));
    }

    /// As [#find], but nobody else changes a live one until this transaction ends.
    Optional<Job> lock(TenantId tenant, JobId id) {
        return one(LIVE + " FOR UPDATE", tenant, id).or(() -> one(FINISHED, tenant, id));
    }

    /// Whether it is the tenant's at all, seen by the caller or not.
    boolean exists(JobId id) {
        return jdbc.sql("SELECT app.job_exists(:id)")
                .param("id", id.value())
                .query(Boolean.class)
                .single();
    }

    /// The job that holds another's unique key.
    ///
    /// @param same type and payload are equal: numbers by their value, members in any order
    record Holder(Job job, boolean same) {}

    Optional<Holder> holderOfKey(Job wanted) {
        return jdbc.sql(BY_UNIQUE_KEY)
                .param("tenant", wanted.tenantId().value())
                .param("key", wanted.origin().uniqueKey())
                .param("type", wanted.type())
                .param("payload", json.writeValueAsString(wanted.work().payload()))
                .query(Row.as(row -> new Holder(reader.read(row), row.flag("same"))))
                .optional();
    }

    private Optional<Job> one(String sql, TenantId tenant, JobId id) {
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(reader))
                .optional();
    }

    /// Which jobs a list asks for.
    ///
    /// @param own only those that this caller made or holds
    record Filter(
            @Nullable JobStatus status,
            @Nullable String type,
            @Nullable AccountId account,
            @Nullable UserId own) {}

    /// Newest first, live and finished.
    List<Job> page(TenantId tenant, Filter filter, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param(
                        "status",
                        filter.status() == null ? null : filter.status().wire())
                .param("type", filter.type())
                .param("account", value(filter.account()))
                .param("own", value(filter.own()))
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(reader))
                .list();
    }

    private static @Nullable UUID value(@Nullable AccountId id) {
        return id == null ? null : id.value();
    }

    private static @Nullable UUID value(@Nullable UserId id) {
        return id == null ? null : id.value();
    }
}
