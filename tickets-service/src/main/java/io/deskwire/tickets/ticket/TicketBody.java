package io.deskwire.tickets.ticket;

import io.deskwire.common.identity.UserId;
import io.deskwire.common.patch.Patch;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.tickets.contact.Requester;
import io.deskwire.tickets.platform.LongText;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A ticket in a request: what a body of POST, PUT or PATCH makes of the fields that are there.
final class TicketBody {
    private static final int MAX_TAGS = 50;
    private static final int MAX_TAG = 50;
    private static final int MAX_CUSTOM_BYTES = 16 * 1024;
    private static final Set<String> CONTENT =
            ordered("subject", "description", "priority", "type", "tags", "custom_fields");
    private static final Set<String> CREATABLE = and(CONTENT, "requester", "source", "external_id");
    private static final Set<String> PATCHABLE = and(CONTENT, "status", "assignee_id", "team_id");
    private static final Set<String> PERSON = ordered("email", "name", "external_id");

    private final ObjectNode body;
    private final Patch patch;

    private TicketBody(ObjectNode body, Set<String> known) {
        this.body = body;
        this.patch = new Patch(body, known);
    }

    /// The body of a POST.
    static TicketDraft draft(ObjectNode json) {
        var body = new TicketBody(json, CREATABLE);
        body.check().require(body.patch.names("subject"), "subject", "must be given");
        var source = body.patch.optionalText("source", null, 100);
        var externalId = body.patch.optionalText("external_id", null, 200);
        body.check().require(externalId == null || source != null, "source", "must be given with external_id");
        var draft = new TicketDraft(body.content(TicketContent.blank()), body.requester(), source, externalId);
        body.patch.done();
        return draft;
    }

    /// The body of a PUT to an external id: a draft, and what it makes of a ticket that exists.
    ///
    /// @param complete whether a ticket can be made of it
    record Upsert(TicketDraft draft, boolean complete, UnaryOperator<TicketContent> change) {
        void requireComplete() {
            if (!complete) {
                throw Malformed.field("subject", "must be given for a new ticket");
            }
        }
    }

    /// Where `source` and `external_id` are named in the body they must be those of the path.
    static Upsert upsert(ObjectNode json, String source, String externalId) {
        var body = new TicketBody(json, CREATABLE);
        body.check().text("source", source, 100);
        body.check().text("external_id", externalId, 200);
        body.same("source", source);
        body.same("external_id", externalId);
        var draft = new TicketDraft(body.content(TicketContent.blank()), body.requester(), source, externalId);
        body.patch.done();
        return new Upsert(draft, body.patch.names("subject"), current -> {
            var again = new TicketBody(json, CREATABLE);
            var content = again.content(current);
            again.patch.done();
            return content;
        });
    }

    /// The body of a PATCH.
    static TicketChange change(ObjectNode json, TicketChange current) {
        var body = new TicketBody(json, PATCHABLE);
        var change = new TicketChange(
                body.content(current.content()),
                body.patch.oneOf("status", TicketStatus.class, current.status()),
                current.requesterId(),
                body.patch.optionalId("assignee_id", UserId::new, current.assigneeId()),
                body.patch.<UUID>optionalId("team_id", id -> id, current.teamId()));
        body.patch.done();
        return change;
    }

    private TicketContent content(TicketContent current) {
        return new TicketContent(
                patch.text("subject", current.subject(), 300),
                description(current.description()),
                patch.oneOf("priority", Priority.class, current.priority()),
                patch.optionalText("type", current.type(), 50),
                tags(current.tags()),
                customFields(current.customFields()));
    }

    private @Nullable String description(@Nullable String current) {
        var text = patch.optionalProse("description", current, LongText.MAX_BYTES);
        return patch.names("description") ? LongText.checked(check(), "description", text) : text;
    }

    /// Each tag counts once whatever its case, in the order given, and is spelled as the ticket has it already.
    private List<String> tags(List<String> current) {
        var named = patch.texts("tags", current, MAX_TAGS, MAX_TAG);
        var spelling = new HashMap<String, String>();
        Stream.concat(current.stream(), named.stream())
                .forEach(tag -> spelling.putIfAbsent(tag.toLowerCase(Locale.ROOT), tag));
        return named.stream()
                .map(tag -> spelling.getOrDefault(tag.toLowerCase(Locale.ROOT), tag))
                .distinct()
                .toList();
    }

    private ObjectNode customFields(ObjectNode current) {
        if (!patch.names("custom_fields")) {
            return current;
        }
        var asked = body.get("custom_fields");
        return switch (asked) {
            case ObjectNode fields -> check().object("custom_fields", merged(current, fields), MAX_CUSTOM_BYTES);
            case JsonNode none when none.isNull() -> JsonNodeFactory.instance.objectNode();
            case JsonNode other -> check().object("custom_fields", other, MAX_CUSTOM_BYTES);
        };
    }

    /// RFC 7396, section 2.
    private static ObjectNode merged(ObjectNode target, ObjectNode patch) {
        var result = target.deepCopy();
        for (var field : patch.properties()) {
            switch (field.getValue()) {
                case JsonNode none when none.isNull() -> result.remove(field.getKey());
                case ObjectNode inner -> {
                    var before = result.get(field.getKey()) instanceof ObjectNode object
                            ? object
                            : JsonNodeFactory.instance.objectNode();
                    result.set(field.getKey(), merged(before, inner));
                }
                case JsonNode value -> result.set(field.getKey(), value);
            }
        }
        return result;
    }

    private @Nullable Requester requester() {
        if (!patch.names("requester") || body.get("requester").isNull()) {
            return null;
        }
        if (!(body.get("requester") instanceof ObjectNode person)) {
            check().require(false, "requester", "an object with an email is expected");
            return null;
        }
        person.propertyNames()
                .forEach(name -> check().require(
                                PERSON.contains(name),
                                "requester." + name,
                                "unknown field (expected: one of %s)".formatted(PERSON)));
        return Requester.checked(
                check(), "requester.", text(person, "email"), text(person, "name"), text(person, "external_id"));
    }

    private @Nullable String text(ObjectNode person, String field) {
        var node = person.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        check().require(node.isString(), "requester." + field, "a text is expected");
        return node.isString() ? node.stringValue() : null;
    }

    private void same(String field, String inPath) {
        check().require(
                        inPath.equals(patch.optionalText(field, inPath, inPath.length())),
                        field,
                        "is not the one in the path");
    }

    private FieldCheck check() {
        return patch.check();
    }

    private static Set<String> ordered(String... names) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names)));
    }

    private static Set<String> and(Set<String> names, String... more) {
        var all = new LinkedHashSet<>(names);
        all.addAll(List.of(more));
        return Collections.unmodifiableSet(all);
    }
}
