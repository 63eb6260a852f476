package io.deskwire.tickets.ticket;

import io.deskwire.common.patch.Patch;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.tickets.contact.Requester;
import io.deskwire.tickets.ticket.Ticket.Channel;
import io.deskwire.tickets.ticket.Ticket.Origin;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What is asked for a new ticket, or for the one that has this external id.
public record TicketDraft(TicketPatch patch, @Nullable Requester requester, Origin origin) {
    private static final int MAX_SOURCE = 100;
    private static final int MAX_EXTERNAL_ID = 200;
    private static final Set<String> CREATABLE =
            TicketPatch.and(TicketPatch.CONTENT, "requester", "channel", "source", "external_id", "follow_up_of");
    private static final List<String> PERSON = List.of("email", "name", "external_id");

    /// The body of a POST.
    public static TicketDraft of(ObjectNode body) {
        var named = new Patch(body, CREATABLE);
        var check = named.check();
        check.require(named.names("subject"), "subject", "must be given");
        var source = named.optionalText("source", null, MAX_SOURCE);
        var externalId = named.optionalText("external_id", null, MAX_EXTERNAL_ID);
        check.require(externalId == null || source != null, "source", "must be given with external_id");
        return done(body, named, source, externalId);
    }

    /// The body of a PUT to an external id. Where it names `source` and `external_id` they must be those of the path.
    public static TicketDraft of(ObjectNode body, String source, String externalId) {
        var named = new Patch(body, CREATABLE);
        named.check().text("source", source, MAX_SOURCE);
        named.check().text("external_id", externalId, MAX_EXTERNAL_ID);
        same(named, "source", source);
        same(named, "external_id", externalId);
        return done(body, named, source, externalId);
    }

    private static TicketDraft done(
            ObjectNode body, Patch named, @Nullable String source, @Nullable String externalId) {
        var origin = new Origin(
                named.optionalOneOf("channel", Channel.class),
                source,
                externalId,
                named.optionalId("follow_up_of", TicketId::new, (TicketId) null));
        var draft = new TicketDraft(TicketPatch.content(body, named), requester(body, named), origin);
        named.done();
        return draft;
    }

    /// Whether a ticket can be made of it; a ticket that exists can be changed by less.
    public boolean complete() {
        return patch.content().subject() != null;
    }

    /// Whether it says what only those may say who see everybody's tickets.
    boolean namesOthers() {
        return requester != null || origin.channel() != null || origin.source() != null;
    }

    private static void same(Patch named, String field, String inPath) {
        named.check()
                .require(
                        inPath.equals(named.optionalText(field, inPath, inPath.length())),
                        field,
                        "differs from the path (expected: '%s', or no such field)".formatted(inPath));
    }

    private static @Nullable Requester requester(ObjectNode body, Patch named) {
        var check = named.check();
        if (!named.names("requester") || body.get("requester").isNull()) {
            return null;
        }
        if (!(body.get("requester") instanceof ObjectNode person)) {
            check.require(false, "requester", "an object with an email is expected");
            return null;
        }
        person.propertyNames()
                .forEach(name -> check.require(
                        PERSON.contains(name),
                        "requester." + name,
                        "unknown field (expected: one of %s)".formatted(PERSON)));
        return Requester.checked(
                check,
                "requester.",
                text(check, person, "email"),
                text(check, person, "name"),
                text(check, person, "external_id"));
    }

    private static @Nullable String text(FieldCheck check, ObjectNode person, String field) {
        var node = person.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        check.require(node.isString(), "requester." + field, "a text is expected");
        return node.isString() ? node.stringValue() : null;
    }
}
