package io.deskwire.tickets.ticketfield;

import io.deskwire.condition.Catalogue;
import io.deskwire.condition.Field;
import io.deskwire.condition.FieldType;
import java.util.List;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import tools.jackson.databind.JsonNode;

/// The fields of tickets that conditions may name: in memory of a ticket's public image, in SQL of the table `tickets`.
final class TicketCatalogue {
    /// `app.tickets_found` reaches the index of texts, which no policy lets a condition do (ADR 0040).
    private static final FieldType<String> FOUND_TEXT =
            FieldType.text((text, pattern) -> DSL.condition("""
            id = ANY (ARRAY(SELECT app.tickets_found(jsonb_build_array(jsonb_build_array(jsonb_build_object(
                'text', CAST({0} AS text), 'pattern', CAST({1} AS text), 'number', NULL,
                'phrase', false, 'excluded', false))))))
            """, text, pattern));

    /// Those that every ticket has.
    static final Catalogue<JsonNode> COMMON = Catalogue.<JsonNode>of(List.of(
            Field.ofJson("status", choice("open", "pending", "on_hold", "solved", "closed"), text("status")),
            Field.ofJson("priority", choice("low", "normal", "high", "urgent"), text("priority")),
            Field.ofJson("type", FieldType.text(), text("type")),
            named("tag", "tags", FieldType.labels(), DSL.field("tags", String[].class)),
            Field.ofJson("assignee_id", FieldType.person(), id("assignee_id")),
            Field.ofJson("team_id", FieldType.team(), id("team_id")),
            Field.ofJson("requester_id", FieldType.id(), id("requester_id")),
            Field.ofJson("source", FieldType.text(), text("source")),
            Field.ofJson("channel", choice("api", "web", "email", "automation"), text("channel")),
            Field.ofJson("subject", FOUND_TEXT, text("subject")),
            new Field<JsonNode, String>(
                    "text",
                    FOUND_TEXT,
                    ticket -> written(ticket, "subject") + "\n" + written(ticket, "description"),
                    text("(subject || chr(10) || coalesce(description, ''))")),
            Field.ofJson("created_at", FieldType.instant(), time("created_at")),
            Field.ofJson("updated_at", FieldType.instant(), time("updated_at")),
            Field.ofJson("solved_at", FieldType.instant(), time("solved_at")),
            Field.ofJson("next_due_at", FieldType.instant(), time("next_due_at")),
            Field.ofJson("sla_breached", FieldType.flag(), DSL.field("sla_breached", Boolean.class))));

    private TicketCatalogue() {}

    /// A field that the image calls otherwise.
    private static <V> Field<JsonNode, V> named(
            String name, String member, FieldType<V> type, org.jooq.Field<?> column) {
        return new Field<>(
                name, type, ticket -> type.stored(ticket.path(member)).orElse(null), column);
    }

    private static FieldType<String> choice(String... choices) {
        return FieldType.choice(List.of(choices));
    }

    private static String written(JsonNode ticket, String member) {
        return ticket.path(member).asString("");
    }

    private static org.jooq.Field<String> text(String column) {
        return DSL.field(column, String.class);
    }

    private static org.jooq.Field<UUID> id(String column) {
        return DSL.field(column, UUID.class);
    }

    private static org.jooq.Field<?> time(String column) {
        return DSL.field(column, SQLDataType.TIMESTAMPWITHTIMEZONE);
    }
}
