package io.deskwire.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.problem.FieldCheck;
import io.deskwire.localstack.ServiceDatabase.Role;
import io.deskwire.testsupport.TestServers;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What views usually ask for reaches an index, under row-level security too.
class ConditionIndexIT {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final ConditionContext CONTEXT = new ConditionContext(NOW, new UUID(0, 7), Set.of());
    private static final Catalogue<JsonNode> CATALOGUE = Catalogue.of(List.of(
            Field.ofJson(
                    "status",
                    FieldType.choice(List.of("open", "pending", "solved", "closed")),
                    DSL.field("status", String.class)),
            Field.ofJson("assignee_id", FieldType.person(), DSL.field("assignee_id", UUID.class)),
            Field.ofJson("number", FieldType.whole(), DSL.field("number", Long.class)),
            Field.ofJson("tag", FieldType.foldedLabels(), DSL.field("tags", String[].class)),
            Field.ofJson(
                    "created_at", FieldType.instant(), DSL.field("created_at", SQLDataType.TIMESTAMPWITHTIMEZONE))));

    private static JdbcClient owner;
    private static JdbcClient app;

    @BeforeAll
    static void fill() {
        var database = TestServers.database("condition");
        owner = JdbcClient.create(database.dataSource(Role.OWNER));
        app = JdbcClient.create(database.dataSource(Role.APP));
        owner.sql("""
                CREATE TABLE cases (tenant int NOT NULL, number bigint NOT NULL, status text NOT NULL, assignee_id uuid,
                                    tags text[] NOT NULL, created_at timestamptz NOT NULL)
                """).update();
        owner.sql("""
                INSERT INTO cases
                SELECT 1, n, CASE WHEN n % 100 = 0 THEN 'open' WHEN n % 100 = 1 THEN 'pending' ELSE 'closed' END,
                       lpad(to_hex(n % 500), 32, '0')::uuid, ARRAY['t' || n % 1000],
                       timestamptz '2026-11-30 10:00Z' - n * interval '1 hour'
                FROM generate_series(1, 10000) AS n
                """).update();
        for (var column : List.of("status", "assignee_id", "number", "created_at")) {
            owner.sql("CREATE INDEX cases_by_%1$s ON cases (tenant, %1$s)".formatted(column))
                    .update();
        }
        owner.sql("CREATE INDEX cases_by_tag ON cases USING gin (tags)").update();
        owner.sql("ALTER TABLE cases ENABLE ROW LEVEL SECURITY").update();
        owner.sql("CREATE POLICY same_tenant ON cases USING (tenant = (SELECT 1))")
                .update();
        owner.sql("GRANT SELECT ON cases TO condition_app").update();
        owner.sql("ANALYZE cases").update();
    }

    @Test
    void readsTheRowsOfAViewByAnIndex() {
        assertThat(plan(app, "status", "in", "[\"open\",\"pending\"]"))
                .contains("cases_by_status")
                .contains("status =");
        assertThat(plan(app, "status", "lt", "\"solved\""))
                .contains("cases_by_status")
                .contains("status =");
        assertThat(plan(app, "assignee_id", "is", "\"me\""))
                .contains("cases_by_assignee_id")
                .contains("assignee_id =");
        assertThat(plan(app, "number", "lt", "40")).contains("cases_by_number").contains("number <");
        assertThat(plan(app, "created_at", "before", "\"2025-10-10T10:00:00+02:00\""))
                .contains("cases_by_created_at")
                .contains("created_at <");
        assertThat(plan(app, "created_at", "within", "\"P2D\""))
                .contains("cases_by_created_at")
                .contains("created_at >=");
        assertThat(plan(app, "created_at", "older_than", "\"P416D\"")).contains("cases_by_created_at");
    }

    /// `&&` is not leakproof: under row-level security it is a filter. A function of the owner's may use the index.
    @Test
    void findsLabelsByAnIndexWhereNoPolicyStandsBetween() {
        assertThat(plan(owner, "tag", "in", "[\"T7\",\"t8\"]")).contains("Index Cond: (tags &&");
        assertThat(plan(app, "tag", "in", "[\"T7\",\"t8\"]")).doesNotContain("Index Cond: (tags &&");
    }

    private static String plan(JdbcClient reader, String field, String op, String value) {
        var json = JsonMapper.shared()
                .readTree("{\"all\":[{\"field\":\"%s\",\"op\":\"%s\",\"value\":%s}]}".formatted(field, op, value));
        var check = new FieldCheck();
        var sql = CATALOGUE.parse(json, "", check).sql(CONTEXT);
        check.done();
        return String.join(
                "\n",
                reader.sql("EXPLAIN SELECT number FROM cases WHERE tenant = 1 AND (" + sql.text() + ")")
                        .params(sql.parameters())
                        .query(String.class)
                        .list());
    }
}
