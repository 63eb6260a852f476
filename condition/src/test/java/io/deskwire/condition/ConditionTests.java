package io.deskwire.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem.FieldError;
import io.deskwire.common.problem.Problem.Malformed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ConditionTests {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final UUID ANA = UUID.fromString("0198f3a0-0000-7000-8000-000000000001");
    private static final UUID BOB = UUID.fromString("0198f3a0-0000-7000-8000-000000000002");
    private static final UUID SALES = UUID.fromString("0198f3a0-0000-7000-8000-000000000003");
    private static final ConditionContext ANAS = new ConditionContext(NOW, ANA, Set.of(SALES));
    private static final ConditionContext NOBODYS = new ConditionContext(NOW, null, Set.of());

    @Test
    void holdsForEveryRowWhereItSaysNothing() {
        assertThat(parsed("{}").holds(SampleTicket.of("a", "low"), ANAS)).isTrue();
    }

    @Test
    void needsEveryClauseOfAllAndOneOfAny() {
        var condition = parsed("""
                {"all":[{"field":"subject","op":"contains","value":"REFUND"}],
                 "any":[{"field":"priority","op":"is","value":"urgent"},{"field":"tag","op":"is","value":"vip"}]}
                """);
        assertThat(condition.holds(SampleTicket.of("a refund", "urgent"), ANAS)).isTrue();
        assertThat(condition.holds(SampleTicket.of("a refund", "low").tagged("VIP"), ANAS))
                .isTrue();
        assertThat(condition.holds(SampleTicket.of("a refund", "low"), ANAS)).isFalse();
        assertThat(condition.holds(SampleTicket.of("a question", "urgent"), ANAS))
                .isFalse();
    }

    @Test
    void ordersChoicesAsTheyAreListed() {
        var condition = one("priority", "gt", "\"normal\"");
        assertThat(SampleTicket.PRIORITIES.stream().filter(p -> condition.holds(SampleTicket.of("a", p), ANAS)))
                .containsExactly("high", "urgent");
    }

    @Test
    void knowsWhoAsks() {
        var mine = one("assignee_id", "is", "\"me\"");
        assertThat(mine.holds(SampleTicket.of("a", "low").assignedTo(ANA), ANAS))
                .isTrue();
        assertThat(mine.holds(SampleTicket.of("a", "low").assignedTo(BOB), ANAS))
                .isFalse();
        assertThat(mine.holds(SampleTicket.of("a", "low"), NOBODYS)).isFalse();
        assertThat(mine.relative()).isTrue();
        assertThat(one("priority", "is", "\"low\"").relative()).isFalse();
    }

    @Test
    void holdsForAnEmptyFieldWhereTheOperatorIsNegative() {
        assertThat(one("assignee_id", "is_not", "\"" + BOB + "\"").holds(SampleTicket.of("a", "low"), ANAS))
                .isTrue();
        assertThat(one("amount", "lt", "5").holds(SampleTicket.of("a", "low"), ANAS))
                .isFalse();
        assertThat(one("tag", "not_in", "[\"vip\"]").holds(SampleTicket.of("a", "low"), ANAS))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "within,PT4H,-PT3H,true",
        "within,PT4H,PT3H,true",
        "within,PT4H,PT5H,false",
        "older_than,P7D,-P8D,true",
        "older_than,P1W,-P6D,false"
    })
    void measuresFromNow(String op, String duration, Duration distance, boolean holds) {
        assertThat(one("next_due_at", op, "\"" + duration + "\"")
                        .holds(SampleTicket.of("a", "low").dueAt(NOW.plus(distance)), ANAS))
                .isEqualTo(holds);
    }

    @Test
    void comparesBeforeAndAfterForTriggers() {
        var before = SampleTicket.of("a", "low").assignedTo(BOB);
        var after = SampleTicket.of("a", "high").assignedTo(ANA);
        assertThat(ofChanges("priority", "changed", null).holds(before, after, ANAS))
                .isTrue();
        assertThat(ofChanges("subject", "changed", null).holds(before, after, ANAS))
                .isFalse();
        assertThat(ofChanges("assignee_id", "changed_to", "\"me\"").holds(before, after, ANAS))
                .isTrue();
        assertThat(ofChanges("assignee_id", "changed_from", "\"" + BOB + "\"").holds(before, after, ANAS))
                .isTrue();
        assertThat(ofChanges("assignee_id", "changed_from", "\"" + ANA + "\"").holds(before, after, ANAS))
                .isFalse();
        assertThat(ofChanges("assignee_id", "changed_to", "\"me\"").holds(null, after, ANAS))
                .isTrue();
        assertThat(ofChanges("team_id", "changed", null).holds(null, after, ANAS))
                .isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> ofChanges("priority", "changed", null).sql(ANAS));
    }

    @Test
    void givesTheSameConditionAgainFromItsJson() {
        var condition = parsed("""
                {"any":[{"field":"priority","op":"in","value":["low","high"]},{"field":"next_due_at","op":"empty"}]}
                """);
        assertThat(parsed(condition.json().toString()).json()).isEqualTo(condition.json());
    }

    @Test
    void namesThePathOfEveryFault() {
        var refused = faults("""
                {"all":[{"field":"colour","op":"is","value":"red"},
                        {"field":"subject","op":"gt","value":"a"},
                        {"field":"amount","op":"gt","value":"5"},
                        {"field":"priority","op":"in","value":["low","lowest"]},
                        {"field":"priority","op":"in","value":[]},
                        {"field":"assignee_id","op":"is","value":"my_teams"},
                        {"field":"next_due_at","op":"within","value":"P1M"},
                        {"field":"next_due_at","op":"empty","value":1},
                        {"field":"subject","op":"is"},
                        {"field":"subject","op":"changed"},
                        {"field":"subject","op":"is","value":"a\\u0000b"},
                        {"field":"tag","op":"is","value":"a","or":1},
                        7],
                 "any":{}, "none":[]}
                """);
        assertThat(refused)
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder(
                        "conditions.none",
                        "conditions.all[0].field",
                        "conditions.all[1].op",
                        "conditions.all[2].value",
                        "conditions.all[3].value[1]",
                        "conditions.all[4].value",
                        "conditions.all[5].value",
                        "conditions.all[6].value",
                        "conditions.all[7].value",
                        "conditions.all[8].value",
                        "conditions.all[9].op",
                        "conditions.all[10].value",
                        "conditions.all[11].or",
                        "conditions.all[12]",
                        "conditions.any");
        assertThat(refused.get(2).message()).contains("gt").contains("[is, is_not, in");
    }

    @Test
    void isBounded() {
        var clause = "{\"field\":\"subject\",\"op\":\"not_empty\"}";
        assertThat(paths(repeated(clause, 51))).containsExactly("conditions.all");
        assertThat(paths(repeated(clause, 10_000))).containsExactly("conditions.all");
        assertThat(paths("[]")).containsExactly("conditions");
        assertThat(paths(all("subject", "is", "\"" + "a".repeat(501) + "\"")))
                .containsExactly("conditions.all[0].value");
        assertThat(paths(all("priority", "in", "[" + "\"low\",".repeat(100) + "\"low\"]")))
                .containsExactly("conditions.all[0].value");
        var lengthy = "{\"field\":\"subject\",\"op\":\"in\",\"value\":[%s]}"
                .formatted(String.join(",", Collections.nCopies(70, "\"" + "a".repeat(490) + "\"")));
        assertThat(paths(repeated(lengthy, 1))).containsExactly("conditions");
        assertThat(faults(repeated("7", 50)).size()).isEqualTo(50);
        assertThat(faults("{\"all\":[%s],\"any\":[%s]}".formatted("7,".repeat(49) + 7, "7,".repeat(49) + 7)))
                .hasSize(50);
    }

    @Test
    void takesAHugeOrDeepValueApartNoFurtherThanNeeded() {
        var deep = "[".repeat(400) + "]".repeat(400);
        for (var value : List.of("\"" + "x".repeat(1_000_000) + "\"", deep, "{\"a\":" + deep + "}")) {
            for (var fault : faults("{\"all\":[{\"field\":%1$s},{\"field\":\"tag\",\"op\":%1$s},%2$s]}"
                    .formatted(value, "{\"field\":\"tag\",\"op\":\"is\",\"value\":" + value + "}"))) {
                assertThat(fault.field()).startsWith("conditions.all[");
                assertThat(fault.message().length()).isLessThan(600);
            }
        }
        var name = "x".repeat(40_000);
        assertThat(paths("{\"%s\":1}".formatted(name)))
                .singleElement()
                .asString()
                .hasSizeLessThan(100);
    }

    @Test
    void showsNothingThatAnAnswerCannotHold() {
        var check = new FieldCheck();
        var json = JsonMapper.shared().createObjectNode();
        json.putArray("all").addObject().put("field", "\ud83d").put("\ude00", 1);
        SampleTicket.CATALOGUE.parse(json, "", check);
        assertThatThrownBy(check::done)
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.details().toString())
                                .contains("all[0].field")
                                .doesNotContain("\ud83d")
                                .doesNotContain("\ude00"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "subject; DROP TABLE subjects",
                "subject' OR '1'='1",
                "n",
                "SUBJECT",
                "custom_fields",
                "custom_fields.unknown",
                "subject--",
                "\\u0000"
            })
    void knowsNoFieldButThoseOfTheCatalogue(String name) {
        assertThat(paths(all(name, "not_empty", null))).containsExactly("conditions.all[0].field");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "amount|is|1e1000000",
                "amount|is|1e-101",
                "number|is|9223372036854775808",
                "number|is|1.5",
                "next_due_at|before|\"+10000-01-01T00:00:00Z\"",
                "next_due_at|before|\"0000-12-31T00:00:00Z\"",
                "next_due_at|before|\"2026-11-21\"",
                "next_due_at|before|\"2026-11-21T10:00:00\"",
                "next_due_at|older_than|\"P1Y2W\"",
                "next_due_at|older_than|\"-P1D\"",
                "next_due_at|older_than|\"PT0S\"",
                "next_due_at|older_than|\"PT0.0001S\"",
                "next_due_at|older_than|\"P36501D\"",
                "next_due_at|older_than|\"P9999999999999999999D\"",
                "next_due_at|older_than|7",
                "assignee_id|is|\"00000000-0000-0000-00000-00000000000\"",
                "assignee_id|is|\"ME\"",
                "sla_breached|is|\"true\"",
                "subject|is|\" \"",
                "subject|is|null",
                "custom_fields.day|is|\"2026-02-31\"",
                "custom_fields.plan|is|\"silver\"",
                "tag|is|[\"a\"]"
            })
    void refusesAValueThatItsFieldCannotHave(String field, String op, String value) {
        assertThat(paths(all(field, op, value))).containsExactly("conditions.all[0].value");
    }

    @Test
    void takesWhoAsksAmongOthers() {
        var condition = one("assignee_id", "in", "[\"me\",\"" + BOB + "\"]");
        assertThat(condition.holds(SampleTicket.of("a", "low").assignedTo(ANA), ANAS))
                .isTrue();
        assertThat(condition.holds(SampleTicket.of("a", "low").assignedTo(BOB), ANAS))
                .isTrue();
        assertThat(condition.holds(SampleTicket.of("a", "low").assignedTo(ANA), NOBODYS))
                .isFalse();
        assertThat(condition.relative()).isTrue();
    }

    @Test
    void ordersNoTextThatIsNoChoice() {
        assertThat(one("priority", "lt", "\"urgent\"").holds(SampleTicket.of("a", "retired"), ANAS))
                .isFalse();
        assertThat(one("priority", "not_in", "[\"urgent\"]").holds(SampleTicket.of("a", "retired"), ANAS))
                .isTrue();
    }

    @Test
    void readsRowsThatAreJson() {
        var catalogue = Catalogue.of(List.of(
                Field.ofJson("status", FieldType.choice(List.of("open", "closed")), DSL.field("status")),
                Field.ofJson("tags", FieldType.labels(), DSL.field("tags")),
                Field.ofJson("created_at", FieldType.instant(), DSL.field("created_at"))));
        var check = new FieldCheck();
        var condition = catalogue.parse(JsonMapper.shared().readTree("""
                {"all":[{"field":"status","op":"is","value":"open"},{"field":"tags","op":"is","value":"VIP"},
                        {"field":"created_at","op":"within","value":"PT1H"}]}"""), "", check);
        check.done();
        assertThat(condition.holds(JsonMapper.shared().readTree("""
                {"status":"open","tags":["vip"],"created_at":"2026-11-30T09:30:00.000Z"}"""), ANAS)).isTrue();
        assertThat(condition.holds(JsonMapper.shared().readTree("{\"status\":7}"), ANAS))
                .isFalse();
    }

    @Test
    void refusesTypesThatDocumentsDoNotHave() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Field.custom("x", FieldType.id(), SampleTicket::custom, DSL.field("x", org.jooq.JSONB.class)));
    }

    @Test
    void writesEveryValueAsAParameter() {
        var sql = one("subject", "contains", "\"x' OR 1=1 --\"").sql(ANAS);
        assertThat(sql.text()).doesNotContain("1=1").contains(":condition1");
        assertThat(sql.parameters()).containsEntry("condition1", "%x' OR 1=1 --%");
    }

    @Test
    void namesItsParametersApartWhereAStatementTakesSeveral() {
        var condition = one("subject", "contains", "\"refund\"");
        var second = condition.sql(ANAS, "v2_");
        assertThat(second.text()).contains(":v2_condition1").doesNotContain(":condition1");
        assertThat(second.parameters()).containsOnlyKeys("v2_condition1");
        assertThat(condition.sql(ANAS, "")).isEqualTo(condition.sql(ANAS));
    }

    @Test
    void refusesTwoFieldsOfOneName() {
        var again = new Field<SampleTicket, String>("subject", FieldType.text(), SampleTicket::subject, DSL.field("x"));
        assertThatIllegalArgumentException().isThrownBy(() -> SampleTicket.CATALOGUE.and(List.of(again)));
    }

    private static Condition<SampleTicket> one(String field, String op, String value) {
        return parsed(all(field, op, value));
    }

    private static String all(String field, String op, @Nullable String value) {
        return "{\"all\":[{\"field\":\"%s\",\"op\":\"%s\"%s}]}"
                .formatted(field, op, value == null ? "" : ",\"value\":" + value);
    }

    private static String repeated(String clause, int times) {
        return "{\"all\":[" + (clause + ",").repeat(times - 1) + clause + "]}";
    }

    private static List<String> paths(String json) {
        return faults(json).stream().map(FieldError::field).toList();
    }

    private static Condition<SampleTicket> ofChanges(String field, String op, @Nullable String value) {
        var check = new FieldCheck();
        var json = JsonMapper.shared().createObjectNode().put("field", field).put("op", op);
        if (value != null) {
            json.set("value", JsonMapper.shared().readTree(value));
        }
        var body = JsonMapper.shared().createObjectNode();
        body.putArray("all").add(json);
        var condition = SampleTicket.CATALOGUE.parseOfChanges(body, "conditions", check);
        check.done();
        return condition;
    }

    private static Condition<SampleTicket> parsed(String json) {
        var check = new FieldCheck();
        var condition = SampleTicket.CATALOGUE.parse(JsonMapper.shared().readTree(json), "conditions", check);
        check.done();
        return condition;
    }

    private static List<FieldError> faults(String json) {
        var found = new ArrayList<FieldError>();
        assertThatThrownBy(() -> parsed(json))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> ((Iterable<?>) malformed.details().get("errors"))
                                .forEach(error -> found.add((FieldError) error)));
        return found;
    }
}
