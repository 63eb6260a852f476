package io.deskwire.condition;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the conditions of these tests are about.
record Row(
        @Nullable String subject,
        String priority,
        @Nullable BigDecimal amount,
        @Nullable Long number,
        @Nullable Boolean breached,
        @Nullable Instant due,
        People people,
        List<String> tags,
        JsonNode custom) {

    record People(@Nullable UUID assignee, @Nullable UUID team) {}

    static final List<String> PRIORITIES = List.of("low", "normal", "high", "urgent");
    static final List<String> PLANS = List.of("free", "it's", "gold");

    /// A key that would end the literal in which it stands.
    static final String HOSTILE = "a'b\"c?:d{0}\\";

    private static final org.jooq.Field<JSONB> DOCUMENT = DSL.field("custom", JSONB.class);

    static final Catalogue<Row> CATALOGUE = Catalogue.<Row>of(List.of(
                    new Field<>("subject", FieldType.text(), Row::subject, DSL.field("subject", String.class)),
                    new Field<>(
                            "found",
                            FieldType.text((text, pattern) -> DSL.condition(
                                    "n IN (SELECT n FROM subjects WHERE strpos(lower(subject), lower({0})) > 0)",
                                    text)),
                            Row::subject,
                            DSL.field("subject", String.class)),
                    new Field<>(
                            "priority",
                            FieldType.choice(PRIORITIES),
                            Row::priority,
                            DSL.field("priority", String.class)),
                    new Field<>("amount", FieldType.number(), Row::amount, DSL.field("amount", BigDecimal.class)),
                    new Field<>("number", FieldType.whole(), Row::number, DSL.field("number", Long.class)),
                    new Field<>("sla_breached", FieldType.flag(), Row::breached, DSL.field("breached", Boolean.class)),
                    new Field<>(
                            "next_due_at",
                            FieldType.instant(),
                            Row::due,
                            DSL.field("due", SQLDataType.TIMESTAMPWITHTIMEZONE)),
                    new Field<>(
                            "assignee_id",
                            FieldType.person(),
                            row -> row.people().assignee(),
                            DSL.field("assignee", UUID.class)),
                    new Field<>("team_id", FieldType.team(), row -> row.people().team(), DSL.field("team", UUID.class)),
                    new Field<>("tag", FieldType.labels(), Row::tags, DSL.field("tags", String[].class)),
                    new Field<>("label", FieldType.foldedLabels(), Row::tags, DSL.field("folded", String[].class))))
            .and(List.of(
                    Field.custom("day", FieldType.day(), Row::custom, DOCUMENT),
                    Field.custom("seats", FieldType.number(), Row::custom, DOCUMENT),
                    Field.custom("trial", FieldType.flag(), Row::custom, DOCUMENT),
                    Field.custom("plan", FieldType.choice(PLANS), Row::custom, DOCUMENT),
                    Field.custom("topics", FieldType.labels(), Row::custom, DOCUMENT),
                    Field.custom(HOSTILE, FieldType.text(), Row::custom, DOCUMENT)));

    static Row of(String subject, String priority) {
        return new Row(
                subject,
                priority,
                null,
                null,
                null,
                null,
                new People(null, null),
                List.of(),
                JsonMapper.shared().createObjectNode());
    }

    Row assignedTo(@Nullable UUID somebody) {
        return new Row(
                subject, priority, amount, number, breached, due, new People(somebody, people.team), tags, custom);
    }

    Row dueAt(Instant at) {
        return new Row(subject, priority, amount, number, breached, at, people, tags, custom);
    }

    Row tagged(String... labels) {
        return new Row(subject, priority, amount, number, breached, due, people, List.of(labels), custom);
    }
}
