package io.deskwire.tickets.team;

import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.tickets.platform.Columns;
import io.deskwire.tickets.team.Team.Assignment;
import io.deskwire.tickets.team.Team.Details;
import io.deskwire.tickets.team.Team.Member;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@Repository
class TeamRepository {
    private static final TypeReference<List<Member>> MEMBERS = new TypeReference<>() {};
    private static final Columns CHANGED = Columns.changed("name", "assignment", "capacity::integer", "members::jsonb");
    private static final Columns WRITTEN =
            Columns.of("tenant_id", "id", "created_by::uuid", "created_at").and(CHANGED);
    private static final String INSERT = """
            INSERT INTO teams (%s) VALUES (%s)
            ON CONFLICT ON CONSTRAINT teams_name DO NOTHING
            RETURNING *
            """.formatted(WRITTEN.list(), WRITTEN.values());
    private static final String UPDATE = """
            UPDATE teams SET %s
             WHERE tenant_id = :tenant_id AND id = :id AND version = :version - 1
            RETURNING *
            """.formatted(CHANGED.assignments());
    private static final String ONE = "SELECT * FROM teams WHERE tenant_id = :tenant AND id = :id";
    private static final String PAGE = """
            SELECT * FROM teams
             WHERE tenant_id = :tenant AND (:since::timestamptz IS NULL OR changed_at >= :since)
               AND (:after::uuid IS NULL OR id < :after)
             ORDER BY id DESC LIMIT :limit
            """;
    /// Also in the trash: it may be restored.
    private static final String HAS_WORK = """
            SELECT EXISTS (SELECT FROM tickets
                            WHERE tenant_id = :tenant AND team_id = :id AND status IN ('open', 'pending', 'on_hold'))
            """;
    private static final String LOADS = """
            SELECT c.user_id, t.at, (SELECT count(*) FROM tickets k
                                      WHERE k.tenant_id = :tenant AND k.team_id = :id AND k.assignee_id = c.user_id
                                         AND k.status = 'open' AND k.deleted_at IS NULL) AS open
              FROM unnest(:candidates::uuid[]) AS c (user_id)
              LEFT JOIN team_turns t ON t.tenant_id = :tenant AND t.team_id = :id AND t.user_id = c.user_id
            """;
    /// By the database's clock: whichever node gives a turn, turns have one order.
    private static final String TAKE_TURN = """
            INSERT INTO team_turns (tenant_id, team_id, user_id, at) VALUES (:tenant, :id, :user, clock_timestamp())
            ON CONFLICT (tenant_id, team_id, user_id) DO UPDATE SET at = excluded.at
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    TeamRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// What somebody has to do for the team.
    ///
    /// @param open tickets of the team that wait for the user
    /// @param lastTurn null where the team never gave them one
    record Load(UserId user, long open, @Nullable Instant lastTurn) {}

    /// As stored; empty where the name is taken.
    Optional<Team> insert(Team team) {
        return write(INSERT, team);
    }

    /// As stored; empty where somebody else was faster.
    Optional<Team> update(Team team) {
        return write(UPDATE, team);
    }

    private Optional<Team> write(String sql, Team team) {
        var values = Columns.parameters(team.stamp());
        values.put("tenant_id", team.tenantId().value());
        values.put("id", team.id().value());
        var details = team.details();
        values.put("name", details.name());
        values.put("assignment", Row.wire(details.assignment()));
        values.put("capacity", Columns.orNull(details.capacity()));
        values.put("members", json.writeValueAsString(team.members()));
        return jdbc.sql(sql).params(values).query(Row.as(this::team)).optional();
    }

    boolean delete(Team team) {
        return jdbc.sql("DELETE FROM teams WHERE tenant_id = :tenant AND id = :id AND version = :version")
                        .param("tenant", team.tenantId().value())
                        .param("id", team.id().value())
                        .param("version", team.version())
                        .update()
                == 1;
    }

    Optional<Team> find(TenantId tenant, TeamId id) {
        return one(ONE, tenant, id);
    }

    /// Nobody deletes it until the transaction ends.
    Optional<Team> findToKeep(TenantId tenant, TeamId id) {
        return one(ONE + " FOR KEY SHARE", tenant, id);
    }

    /// Nobody else changes it or gives a ticket by its turns until the transaction ends.
    Optional<Team> findToChange(TenantId tenant, TeamId id) {
        return one(ONE + " FOR NO KEY UPDATE", tenant, id);
    }

    /// Nobody changes it or puts a ticket into it until the transaction ends.
    Optional<Team> findToRemove(TenantId tenant, TeamId id) {
        return one(ONE + " FOR UPDATE", tenant, id);
    }

    private Optional<Team> one(String sql, TenantId tenant, TeamId id) {
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(this::team))
                .optional();
    }

    /// Those that the user is in, which nobody else changes until the transaction ends.
    List<Team> ofToChange(TenantId tenant, UserId user) {
        return jdbc.sql("""
                        SELECT * FROM teams WHERE tenant_id = :tenant AND members @> :member::jsonb
                         ORDER BY id FOR NO KEY UPDATE
                        """)
                .param("tenant", tenant.value())
                .param("member", "[{\"user_id\":\"%s\"}]".formatted(user))
                .query(Row.as(this::team))
                .list();
    }

    Optional<TeamId> findId(TenantId tenant, String name) {
        return jdbc.sql("SELECT id FROM teams WHERE tenant_id = :tenant AND name = :name")
                .param("tenant", tenant.value())
                .param("name", name)
                .query(Row.as(row -> row.id("id", TeamId::new)))
                .optional();
    }

    /// Newest first.
    List<Team> page(TenantId tenant, @Nullable Instant since, PageRequest page) {
        var after = page.after(2);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("since", Row.at(since))
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(this::team))
                .list();
    }

    /// Whether a ticket of it is neither solved nor closed.
    boolean hasWork(Team team) {
        return jdbc.sql(HAS_WORK)
                .param("tenant", team.tenantId().value())
                .param("id", team.id().value())
                .query(Boolean.class)
                .single();
    }

    List<Load> loads(Team team, List<Member> candidates) {
        return jdbc.sql(LOADS)
                .param("tenant", team.tenantId().value())
                .param("id", team.id().value())
                .param(
                        "candidates",
                        candidates.stream()
                                .map(member -> member.userId().value())
                                .toArray(UUID[]::new))
                .query(Row.as(
                        row -> new Load(row.id("user_id", UserId::new), row.number("open"), row.instantOrNull("at"))))
                .list();
    }

    void takeTurn(Team team, UserId user) {
        jdbc.sql(TAKE_TURN)
                .param("tenant", team.tenantId().value())
                .param("id", team.id().value())
                .param("user", user.value())
                .update();
    }

    private Team team(Row row) throws SQLException {
        return new Team(
                row.id("id", TeamId::new),
                row.id("tenant_id", TenantId::new),
                new Details(
                        row.text("name"), row.constant("assignment", Assignment.class), row.integerOrNull("capacity")),
                json.readValue(row.text("members"), MEMBERS),
                Stamp.of(row));
    }
}
