package io.deskwire.tickets.ticket;

import static io.deskwire.tickets.platform.Columns.orNull;

import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import io.deskwire.tickets.contact.ContactId;
import io.deskwire.tickets.deadline.Deadlines;
import io.deskwire.tickets.deadline.Progress;
import io.deskwire.tickets.deadline.Sla;
import io.deskwire.tickets.platform.Columns;
import io.deskwire.tickets.ticket.Ticket.Channel;
import io.deskwire.tickets.ticket.Ticket.Ends;
import io.deskwire.tickets.ticket.Ticket.Origin;
import io.deskwire.tickets.ticket.Ticket.People;
import io.deskwire.tickets.ticketfield.TicketFields;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How a ticket lies in its row: one list of columns for INSERT, UPDATE and SELECT, one writer, one reader.
@Component
public class TicketColumns {
    /// Written once. The number is drawn by the INSERT itself.
    static final Columns FIXED = Columns.of(
            "tenant_id",
            "id",
            "requester_user_id::uuid",
            "channel",
            "source",
            "external_id",
            "follow_up_of::uuid",
            "created_by::uuid",
            "created_at");

    /// Written by every UPDATE; each has the grant for it.
    static final Columns CHANGED = Columns.changed(
            "subject",
            "description",
            "status",
            "priority",
            "type",
            "tags",
            "custom_fields::jsonb",
            "requester_id::uuid",
            "assignee_id::uuid",
            "team_id::uuid",
            "followers::uuid[]",
            "first_response_due_at::timestamptz",
            "resolution_due_at::timestamptz",
            "sla_breached",
            "next_due_at::timestamptz",
            "sla::jsonb",
            "sla_progress::jsonb",
            "solved_at::timestamptz",
            "closed_at::timestamptz",
            "deleted_at::timestamptz",
            "merged_into::uuid");

    static final Columns WRITTEN = FIXED.and(CHANGED);

    /// For SELECT and RETURNING.
    public static final String ALL = "number, " + WRITTEN.list();

    /// The same with the fields that the tenant has defined, for statements that hold a ticket to change it, write it,
    /// or show it to a client.
    public static final String WITH_FIELDS = ALL + ", app.ticket_fields(tenant_id) AS ticket_fields";

    private final JsonMapper json;

    TicketColumns(JsonMapper json) {
        this.json = json;
    }

    /// A ticket and the fields that its tenant has defined, of one statement.
    public record Fielded(Ticket ticket, TicketFields fields) {
        Ticket asClientsSee() {
            return ticket.asClientsSee(fields);
        }

        /// The same ticket as it is by now.
        Fielded as(Ticket later) {
            return new Fielded(later, fields);
        }
    }

    Map<String, @Nullable Object> parameters(Ticket ticket) {
        var values = Columns.parameters(ticket.stamp());
        values.put("tenant_id", ticket.tenantId().value());
        values.put("id", ticket.id().value());
        var content = ticket.content();
        values.put("subject", content.subject());
        values.put("description", orNull(content.description()));
        values.put("status", Row.wire(content.status()));
        values.put("priority", Row.wire(content.priority()));
        values.put("type", orNull(content.type()));
        values.put("tags", Row.array(content.tags()));
        values.put("custom_fields", content.customFields().toString());
        var people = ticket.people();
        values.put("requester_id", orNull(people.requesterId()));
        values.put("requester_user_id", orNull(people.requesterUser()));
        values.put("assignee_id", orNull(people.assigneeId()));
        values.put("team_id", orNull(people.teamId()));
        values.put("followers", Row.column(people.followers(), UserId::value));
        var origin = ticket.origin();
        values.put("channel", orNull(origin.channel() == null ? null : Row.wire(origin.channel())));
        values.put("source", orNull(origin.source()));
        values.put("external_id", orNull(origin.externalId()));
        values.put("follow_up_of", orNull(origin.followUpOf()));
        var deadlines = ticket.deadlines();
        values.put("first_response_due_at", orNull(deadlines.firstResponseDueAt()));
        values.put("resolution_due_at", orNull(deadlines.resolutionDueAt()));
        values.put("sla_breached", deadlines.slaBreached());
        values.put("next_due_at", orNull(deadlines.nextDueAt()));
        values.put("sla", orNull(text(deadlines.sla())));
        values.put("sla_progress", orNull(text(deadlines.progress())));
        values.put("solved_at", orNull(ticket.ends().solvedAt()));
        values.put("closed_at", orNull(ticket.ends().closedAt()));
        values.put("deleted_at", orNull(ticket.ends().deletedAt()));
        values.put("merged_into", orNull(ticket.ends().mergedInto()));
        return values;
    }

    public Ticket ticket(Row row) throws SQLException {
        return new Ticket(
                row.id("id", TicketId::new),
                row.number("number"),
                row.id("tenant_id", TenantId::new),
                new TicketContent(
                        row.text("subject"),
                        row.textOrNull("description"),
                        row.constant("status", TicketStatus.class),
                        row.constant("priority", Priority.class),
                        row.textOrNull("type"),
                        row.texts("tags"),
                        json.readValue(row.text("custom_fields"), ObjectNode.class)),
                new People(
                        row.idOrNull("requester_id", ContactId::new),
                        row.idOrNull("assignee_id", UserId::new),
                        row.uuidOrNull("team_id"),
                        row.uuids("followers").stream().map(UserId::new).toList(),
                        row.idOrNull("requester_user_id", UserId::new)),
                new Origin(
                        row.constant("channel", Channel.class),
                        row.textOrNull("source"),
                        row.textOrNull("external_id"),
                        row.idOrNull("follow_up_of", TicketId::new)),
                new Deadlines(
                        row.instantOrNull("first_response_due_at"),
                        row.instantOrNull("resolution_due_at"),
                        row.flag("sla_breached"),
                        row.instantOrNull("next_due_at"),
                        read(row.textOrNull("sla"), Sla.class),
                        read(row.textOrNull("sla_progress"), Progress.class)),
                Stamp.of(row),
                new Ends(
                        row.instantOrNull("solved_at"),
                        row.instantOrNull("closed_at"),
                        row.instantOrNull("deleted_at"),
                        row.idOrNull("merged_into", TicketId::new)));
    }

    /// Of [#WITH_FIELDS].
    public Fielded fielded(Row row) throws SQLException {
        return new Fielded(ticket(row), TicketFields.of(row));
    }

    private @Nullable String text(@Nullable Object value) {
        return value == null ? null : json.writeValueAsString(value);
    }

    private <T> @Nullable T read(@Nullable String text, Class<T> type) {
        return text == null ? null : json.readValue(text, type);
    }
}
