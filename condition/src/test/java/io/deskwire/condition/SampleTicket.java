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
record SampleTicket(
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

    static final Catalogue<SampleTicket> CATALOGUE = Catalogue.<SampleTicket>of(List.of(
                    new Field<>("subject", FieldType.text(), SampleTicket::subject, DSL.field("subject", String.class)),
                    new Field<>(
                            "found",
                            FieldType.text((text, pattern) -> DSL.condition(
                                    "n IN (SELECT n FROM subjects WHERE strpos(lower(subject), lower({0})) > 0)",
                                    text)),
                            SampleTicket::subject,
                            DSL.field("subject", String.class)),
                    new Field<>(
                            "priority",
                            FieldType.choice(PRIORITIES),
                            SampleTicket::priority,
                            DSL.field("priority", String.class)),
                    new Field<>(
                            "amount", FieldType.number(), SampleTicket::amount, DSL.field("amount", BigDecimal.class)),
                    new Field<>("number", FieldType.whole(), SampleTicket::number, DSL.field("number", Long.class)),
                    new Field<>(
                            "sla_breached",
                            FieldType.flag(),
                            SampleTicket::breached,
                            DSL.field("breached", Boolean.class)),
                    new Field<>(
                            "next_due_at",
                            FieldType.instant(),
                            SampleTicket::due,
                            DSL.field("due", SQLDataType.TIMESTAMPWITHTIMEZONE)),
                    new Field<>(
                            "assignee_id",
                            FieldType.person(),
                            row -> row.people().assignee(),
                            DSL.field("assignee", UUID.class)),
                    new Field<>("team_id", FieldType.team(), row -> row.people().team(), DSL.field("team", UUID.class)),
                    new Field<>("tag", FieldType.labels(), SampleTicket::tags, DSL.field("tags", String[].class)),
                    new Field<>(
                            "label",
                            FieldType.foldedLabels(),
                            SampleTicket::tags,
                            DSL.field("folded", String[].class))))
            .and(List.of(
                    Field.custom("day", FieldType.day(), SampleTicket::custom, DOCUMENT),
                    Field.custom("seats", FieldType.number(), SampleTicket::custom, DOCUMENT),
                    Field.custom("trial", FieldType.flag(), SampleTicket::custom, DOCUMENT),
                    Field.custom("plan", FieldType.choice(PLANS), SampleTicket::custom, DOCUMENT),
                    Field.custom("topics", FieldType.labels(), SampleTicket::custom, DOCUMENT),
                    Field.custom(HOSTILE, FieldType.text(), SampleTicket::custom, DOCUMENT)));

    static SampleTicket of(String subject, String priority) {
        return new SampleTicket(
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

    SampleTicket assignedTo(@Nullable UUID somebody) {
        return new SampleTicket(
                subject, priority, amount, number, breached, due, new People(somebody, people.team), tags, custom);
    }

    SampleTicket dueAt(Instant at) {
        return new SampleTicket(subject, priority, amount, number, breached, at, people, tags, custom);
    }

    SampleTicket tagged(String... labels) {
        return new SampleTicket(subject, priority, amount, number, breached, due, people, List.of(labels), custom);
    }
}
