package io.deskwire.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.json.WireJson;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.condition.value.CaseFolding;
import io.deskwire.localstack.ServiceDatabase.Role;
import io.deskwire.testsupport.TestServers;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A condition means the same in memory and in PostgreSQL.
class ConditionSqlIT {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00.123456789Z");
    private static final List<UUID> IDS =
            List.of(new UUID(0, 1), new UUID(-1, 2), UUID.fromString("0198f3a0-0000-7000-8000-00000000abcd"));
    private static final List<String> TEXTS = List.of(
            "a",
            "Refund",
            "refund",
            "100%",
            "100",
            "a_b",
            "aXb",
            "a!b",
            "back\\slash",
            "\\",
            "Größe",
            "GRÖSSE",
            "ΣΑΣ",
            "σας",
            "İstanbul",
            "it's",
            "a:b",
            ":condition1",
            "?",
            "{0}",
            "😀",
            "名",
            "'; DROP TABLE subjects; --",
            "$1",
            "\"",
            "a\nb",
            " a",
            "null");
    private static final List<String> LABELS =
            List.of("vip", "VIP", "Größe", "GRÖSSE", "a b", "it's", "?", "{a,b}", "\\", "😀", "NULL");
    private static final List<BigDecimal> NUMBERS = List.of(
                    "0", "1", "1.0", "-2.50", "12345678901234567890.12", "12345678901234567890.13", "1e99", "1e-100")
            .stream()
            .map(BigDecimal::new)
            .toList();
    private static final List<String> ZONES = List.of("Z", "+05:30", "-11:00", "+14:00");
    private static final ConditionContext CONTEXT =
            new ConditionContext(NOW, IDS.getFirst(), Set.of(IDS.get(1), IDS.get(2)));
    private static final ConditionContext NOBODYS = new ConditionContext(NOW, null, Set.of());
    private static final int ROWS = 200;
    private static final int CONDITIONS = 1_500;

    private static final Random RANDOM = new Random(20261130);
    private static final JsonMapper JSON = WireJson.documents();
    private static final Map<String, FieldType<?>> TYPES = new HashMap<>();

    private static JdbcClient jdbc;
    private static List<SampleTicket> rows;
    private static Connection connection;

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    @BeforeAll
    static void fill() throws SQLException {
        SampleTicket.CATALOGUE.fields().forEach(field -> TYPES.put(field.name(), field.type()));
        // One connection: thousands of short statements follow.
        connection = TestServers.database("condition").dataSource(Role.OWNER).getConnection();
        jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        jdbc.sql("""
                CREATE TABLE subjects (n int PRIMARY KEY, subject text, priority text, amount numeric, number bigint,
                                       breached boolean, due timestamptz, assignee uuid, team uuid, tags text[],
                                       folded text[], custom jsonb)
                """).update();
        rows = new ArrayList<>();
        for (int n = 0; n < ROWS; n++) {
            var row = row();
            rows.add(row);
            jdbc.sql("INSERT INTO subjects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)")
                    .params(
                            n,
                            row.subject(),
                            row.priority(),
                            row.amount(),
                            row.number(),
                            row.breached(),
                            row.due() == null ? null : row.due().atOffset(ZoneOffset.UTC),
                            row.people().assignee(),
                            row.people().team(),
                            row.tags().isEmpty() && n % 2 == 0
                                    ? null
                                    : row.tags().toArray(String[]::new),
                            row.tags().stream().map(CaseFolding::of).toArray(String[]::new),
                            row.custom().isNull() ? null : row.custom().toString())
                    .update();
        }
    }

    @Test
    void findsTheRowsForWhichItHoldsInMemory() {
        int some = 0;
        for (int i = 0; i < CONDITIONS; i++) {
            some += agrees(condition(), i % 7 == 0 ? NOBODYS : CONTEXT) ? 1 : 0;
        }
        assertThat(some).as("conditions that tell rows apart").isGreaterThan(CONDITIONS / 2);
    }

    /// By chance alone, one of them might be missed.
    @Test
    void meansTheSameForEachOperatorOfEachType() {
        for (var name : names()) {
            for (var op : type(name).ops()) {
                for (int i = 0; i < 5; i++) {
                    var json = JSON.createObjectNode();
                    json.putArray("all").add(clause(name, op));
                    agrees(json, CONTEXT);
                }
            }
        }
    }

    @Test
    void takesEveryTextAsAValue() {
        for (var name : List.of("subject", "found", "tag", "label", "custom_fields." + SampleTicket.HOSTILE)) {
            for (var text : TEXTS) {
                for (var op : EnumSet.of(Op.IS, Op.CONTAINS, Op.NOT_CONTAINS)) {
                    var json = JSON.createObjectNode();
                    json.putArray("any")
                            .add(JSON.createObjectNode()
                                    .put("field", name)
                                    .put("op", op.wire())
                                    .put("value", text));
                    agrees(json, CONTEXT);
                }
            }
        }
        assertThat(jdbc.sql("SELECT count(*) FROM subjects")
                        .query(Integer.class)
                        .single())
                .isEqualTo(ROWS);
    }

    @Test
    void holdsForEveryRowWhereItSaysNothing() {
        assertThat(found(parsed(JSON.createObjectNode()), CONTEXT)).hasSize(ROWS);
    }

    @Test
    void asksForAsMuchAsMayBeAsked() {
        var json = JSON.createObjectNode();
        for (var group : List.of("all", "any")) {
            var clauses = json.putArray(group);
            for (int i = 0; i < 50; i++) {
                var values = clauses.addObject()
                        .put("field", "priority")
                        .put("op", "not_in")
                        .putArray("value");
                for (int each = 0; each < 20; each++) {
                    values.add("low");
                }
            }
        }
        agrees(json, CONTEXT);
    }

    /// Whether it tells rows apart.
    private static boolean agrees(ObjectNode json, ConditionContext context) {
        var condition = parsed(json);
        var inMemory = new TreeSet<Integer>();
        for (int n = 0; n < ROWS; n++) {
            if (condition.holds(rows.get(n), context)) {
                inMemory.add(n);
            }
        }
        assertThat(found(condition, context)).as(json.toString()).isEqualTo(inMemory);
        return !inMemory.isEmpty() && inMemory.size() < ROWS;
    }

    private static Condition<SampleTicket> parsed(JsonNode json) {
        var check = new FieldCheck();
        var condition = SampleTicket.CATALOGUE.parse(json, "", check);
        check.done();
        return condition;
    }

    private static Set<Integer> found(Condition<SampleTicket> condition, ConditionContext context) {
        var sql = condition.sql(context);
        return new TreeSet<>(jdbc.sql("SELECT n FROM subjects WHERE (" + sql.text() + ")")
                .params(sql.parameters())
                .query(Integer.class)
                .list());
    }

    private static SampleTicket row() {
        return new SampleTicket(
                maybe(() -> RANDOM.nextInt(5) == 0 ? "" : any(TEXTS) + (RANDOM.nextBoolean() ? "" : " " + any(TEXTS))),
                RANDOM.nextInt(10) == 0 ? "retired" : any(SampleTicket.PRIORITIES),
                maybe(() -> any(NUMBERS)),
                maybe(ConditionSqlIT::whole),
                maybe(RANDOM::nextBoolean),
                maybe(ConditionSqlIT::time),
                new SampleTicket.People(maybe(() -> any(IDS)), maybe(() -> any(IDS))),
                RANDOM.ints(RANDOM.nextInt(3), 0, LABELS.size())
                        .mapToObj(LABELS::get)
                        .toList(),
                RANDOM.nextInt(10) == 0 ? JSON.nullNode() : document());
    }

    /// Each member may be of another type than its field.
    private static ObjectNode document() {
        var document = JSON.createObjectNode();
        for (var key : List.of("day", "seats", "trial", "plan", "topics", SampleTicket.HOSTILE)) {
            switch (RANDOM.nextInt(12)) {
                case 0 -> {}
                case 1 -> document.putNull(key);
                case 2 -> document.put(key, "2026-02-31");
                case 3 -> document.put(key, 7);
                case 4 -> document.putArray(key).add(1).add("vip").addNull();
                case 5 -> document.putObject(key).put("a", 1);
                case 6 -> document.put(key, any(List.of("0000-01-01", "2026-11-3", "today", "true", "1", "")));
                default ->
                    document.set(
                            key,
                            key.equals("topics")
                                    ? JSON.createArrayNode().add(any(LABELS)).add(any(LABELS))
                                    : fixed("custom_fields." + key));
            }
        }
        return document;
    }

    private static ObjectNode condition() {
        var json = JSON.createObjectNode();
        var all = json.putArray("all");
        for (int i = RANDOM.nextInt(3); i > 0; i--) {
            all.add(clause());
        }
        var any = json.putArray("any");
        for (int i = RANDOM.nextInt(1, 4); i > 0; i--) {
            any.add(clause());
        }
        return json;
    }

    private static ObjectNode clause() {
        var name = any(names());
        return clause(name, any(type(name).ops().stream().sorted().toList()));
    }

    private static ObjectNode clause(String name, Op op) {
        var clause = JSON.createObjectNode().put("field", name).put("op", op.wire());
        switch (op.arity()) {
            case NONE -> {}
            case ONE -> clause.set("value", value(name));
            case SEVERAL -> {
                var values = clause.putArray("value");
                for (int i = RANDOM.nextInt(1, 4); i > 0; i--) {
                    values.add(value(name));
                }
            }
            case DURATION ->
                clause.put(
                        "value",
                        RANDOM.nextBoolean()
                                ? any(List.of("P1W", "P3D", "PT0.5S", "P36500D"))
                                : Duration.ofMinutes(RANDOM.nextInt(1, 20_000)).toString());
        }
        return clause;
    }

    private static JsonNode value(String name) {
        var relative = RANDOM.nextInt(3) == 0;
        return switch (name) {
            case "assignee_id" -> relative ? JSON.valueToTree("me") : fixed(name);
            case "team_id" -> relative ? JSON.valueToTree("my_teams") : fixed(name);
            default -> fixed(name);
        };
    }

    private static JsonNode fixed(String name) {
        Object value = switch (name) {
            case "subject", "found" -> any(TEXTS);
            case "priority" -> any(SampleTicket.PRIORITIES);
            case "amount", "custom_fields.seats" -> any(NUMBERS);
            case "number" -> whole();
            case "sla_breached", "custom_fields.trial" -> RANDOM.nextBoolean();
            case "next_due_at" -> written(time());
            case "custom_fields.day" ->
                LocalDate.ofInstant(time(), ZoneOffset.UTC).toString();
            case "custom_fields.plan" -> any(SampleTicket.PLANS);
            case "assignee_id" -> any(IDS).toString();
            case "team_id" -> any(IDS).toString().toUpperCase(Locale.ROOT);
            case "tag", "label", "custom_fields.topics" -> any(LABELS);
            default -> any(TEXTS);
        };
        return JSON.valueToTree(value);
    }

    private static String written(Instant time) {
        var zone = any(ZONES);
        return time.atOffset(ZoneOffset.of(zone)).toString();
    }

    private static long whole() {
        return any(List.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE));
    }

    /// Some stand at the very edge of what a duration reaches.
    private static Instant time() {
        return switch (RANDOM.nextInt(8)) {
            case 0 -> CONTEXT.now().minus(Duration.ofDays(3));
            case 1 -> CONTEXT.now().plus(Duration.ofDays(7));
            case 2 -> Instant.parse("0001-01-01T00:00:00Z");
            case 3 -> Instant.parse("9999-12-31T00:00:00Z");
            case 4 -> CONTEXT.now();
            default -> CONTEXT.now().plusSeconds(RANDOM.nextInt(-1_000_000, 1_000_000));
        };
    }

    private static List<String> names() {
        return TYPES.keySet().stream().sorted().toList();
    }

    private static FieldType<?> type(String name) {
        return Objects.requireNonNull(TYPES.get(name));
    }

    private static <T> T any(List<T> values) {
        return values.get(RANDOM.nextInt(values.size()));
    }

    private static <T> @Nullable T maybe(Supplier<T> value) {
        return RANDOM.nextInt(4) == 0 ? null : value.get();
    }
}
