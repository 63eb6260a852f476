package io.deskwire.automation.job;

import io.deskwire.automation.account.AccountId;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.common.tenancy.CommitWrites;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
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
            VALUES (?::uuid, ?::uuid, ?, ?, ?::jsonb, ?::int, ?::int, ?::int, ?::timestamptz, ?, ?::uuid, ?::uuid, ?::bigint,
                    ?::bigint, ?::timestamptz, ?::timestamptz, false)
            """;
    private static final String INSERT_NEW =
            INSERT + "ON CONFLICT (tenant_id, unique_key) WHERE unique_key IS NOT NULL DO NOTHING";
    private static final String UPDATE = """
            UPDATE automation_jobs
               SET status = ?, error = ?, progress = ?::int, claimed_by = ?::uuid, lease_seq = ?::bigint,
                   version = ?::bigint, updated_at = ?::timestamptz, settled_by = ?::uuid, attempt = ?::int,
                   run_at = ?::timestamptz, claim_id = ?::uuid, lease_expires_at = ?::timestamptz,
                   unknown_if_lost = ?::boolean
             WHERE tenant_id = ?::uuid AND id = ?::uuid AND version = ?::bigint
            """;
    private static final String FINISH = """
            WITH ended AS (
                DELETE FROM automation_jobs WHERE tenant_id = ?::uuid AND id = ?::uuid AND version = ?::bigint
                RETURNING tenant_id, id, type, payload, attempt, max_attempts, priority, run_at, unique_key, account_id,
                          created_by, created_at)
            INSERT INTO finished_jobs (status, error, progress, claimed_by, lease_seq, version, updated_at, settled_by,
                   result, finished_at, tenant_id, id, type, payload, attempt, max_attempts, priority, run_at, unique_key,
                   account_id, created_by, created_at)
            SELECT ?, ?, ?::int, ?::uuid, ?::bigint, ?::bigint, ?::timestamptz, ?::uuid, ?::jsonb, ?::timestamptz, ended.*
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

    /// Of a job that nothing can refuse: without a unique key and of no account. With the commit.
    void insert(Job job) {
        CommitWrites.run(INSERT, values(job));
    }

    /// False where a live job holds the unique key.
    boolean insertNew(Job job) {
        return jdbc.sql(INSERT_NEW).params(values(job)).update() == 1;
    }

    /// Times as text, which the driver takes where the statement names the type.
    private @Nullable Object[] values(Job job) {
        return new @Nullable Object[] {
            job.tenantId().value(),
            job.id().value(),
            job.type(),
            job.status().wire(),
            json.writeValueAsString(job.work().payload()),
            job.turn().attempt(),
            job.turn().maxAttempts(),
            job.turn().priority(),
            job.turn().runAt().toString(),
            job.origin().uniqueKey(),
            value(job.origin().accountId()),
            value(job.origin().createdBy()),
            job.lease().leaseSeq(),
            job.version(),
            job.stamp().createdAt().toString(),
            job.stamp().updatedAt().toString()
        };
    }

    /// Writes what became of `before`, which this transaction has locked; a finished job leaves the live table. With
    /// the commit.
    void save(Job before, Job after) {
        var key = List.of(before.tenantId().value(), before.id().value(), before.version());
        if (after.status().finished()) {
            CommitWrites.run(
                    FINISH,
                    all(
                            key,
                            changed(after),
                            Arrays.asList(result(after), after.stamp().finishedAt())));
        } else {
            CommitWrites.run(UPDATE, all(changed(after), turn(after), key));
        }
    }

    private static List<@Nullable Object> changed(Job job) {
        return Arrays.asList(
                job.status().wire(),
                job.work().error(),
                job.work().progress(),
                value(job.lease().claimedBy()),
                job.lease().leaseSeq(),
                job.version(),
                job.stamp().updatedAt(),
                value(job.lease().settledBy()));
    }

    private static List<@Nullable Object> turn(Job job) {
        return Arrays.asList(
                job.turn().attempt(),
                job.turn().runAt(),
                job.lease().claimId(),
                job.lease().expiresAt(),
                job.lease().unknownIfLost());
    }

    private @Nullable String result(Job job) {
        var result = job.work().result();
        return result == null ? null : json.writeValueAsString(result);
    }

    @SafeVarargs
    private static @Nullable Object[] all(List<? extends @Nullable Object>... parts) {
        return Arrays.stream(parts).flatMap(List::stream).toArray();
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
