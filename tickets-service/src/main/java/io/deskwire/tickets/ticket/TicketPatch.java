package io.deskwire.tickets.ticket;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.patch.Patch;
import io.deskwire.tickets.contact.ContactId;
import io.deskwire.tickets.platform.CustomFields;
import io.deskwire.tickets.platform.LongText;
import io.deskwire.tickets.platform.Named;
import io.deskwire.tickets.ticket.Ticket.People;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What is to become of a ticket: the fields that somebody named, checked, and nothing of the rest. As JSON it is the
/// merge patch (RFC 7396) it was read from, so it can be stored, read again by [#stored] and applied to any ticket.
///
/// A field that is not named is null. What depends on the ticket (the merge of custom fields, the spelling of tags)
/// happens when it is applied.
public record TicketPatch(
        @JsonUnwrapped Content content, @JsonUnwrapped Work work) {
    static final Set<String> CONTENT = Set.of("subject", "description", "priority", "type", "tags", "custom_fields");
    private static final Set<String> PATCHABLE = and(CONTENT, "status", "assignee_id", "team_id", "followers");
    private static final Set<String> STORED = and(PATCHABLE, "requester_id");
    private static final int MAX_TAGS = 50;
    private static final int MAX_TAG = 50;
    public static final int MAX_FOLLOWERS = 100;

    /// What a request for a new ticket may name as well.
    @JsonInclude(Include.NON_NULL)
    public record Content(
            @Nullable String subject,
            @Nullable Named<String> description,
            @Nullable Priority priority,
            @Nullable Named<String> type,
            @Nullable List<String> tags,
            @Nullable Named<ObjectNode> customFields) {
        static final Content NONE = new Content(null, null, null, null, null, null);
    }

    @JsonInclude(Include.NON_NULL)
    public record Work(
            @Nullable TicketStatus status,
            @Nullable Named<UserId> assigneeId,
            @Nullable Named<UUID> teamId,
            @Nullable List<UserId> followers,
            @Nullable Named<ContactId> requesterId) {
        static final Work NONE = new Work(null, null, null, null, null);
    }

    /// Changes nothing.
    public static TicketPatch none() {
        return new TicketPatch(Content.NONE, Work.NONE);
    }

    /// Gives it this subject, which is checked.
    static TicketPatch titled(String subject) {
        return new TicketPatch(new Content(subject, null, null, null, null, null), Work.NONE);
    }

    /// The body of a PATCH.
    public static TicketPatch of(ObjectNode body) {
        return read(body, PATCHABLE);
    }

    /// What was written as JSON before.
    public static TicketPatch stored(ObjectNode json) {
        return read(json, STORED);
    }

    private static TicketPatch read(ObjectNode body, Set<String> known) {
        var named = new Patch(body, known);
        var patch = new TicketPatch(content(body, named).content(), work(named));
        named.done();
        return patch;
    }

    /// The fields of a request for a new ticket; the caller finishes the check.
    static TicketPatch content(ObjectNode body, Patch named) {
        return new TicketPatch(
                new Content(
                        named.names("subject") ? named.text("subject", "", 300) : null,
                        Named.when(named.names("description"), () -> description(named)),
                        named.optionalOneOf("priority", Priority.class),
                        Named.when(named.names("type"), () -> named.optionalText("type", null, 50)),
                        named.names("tags") ? named.texts("tags", List.of(), MAX_TAGS, MAX_TAG) : null,
                        CustomFields.named(named, body)),
                Work.NONE);
    }

    private static Work work(Patch named) {
        return new Work(
                named.optionalOneOf("status", TicketStatus.class),
                Named.when(
                        named.names("assignee_id"), () -> named.optionalId("assignee_id", UserId::new, (UserId) null)),
                Named.when(named.names("team_id"), () -> named.<UUID>optionalId("team_id", id -> id, null)),
                named.names("followers") ? followers(named) : null,
                Named.when(
                        named.names("requester_id"),
                        () -> named.optionalId("requester_id", ContactId::new, (ContactId) null)));
    }

    private static List<UserId> followers(Patch named) {
        return named.texts("followers", List.of(), MAX_FOLLOWERS, 36).stream()
                .map(user -> new UserId(named.check().id("followers", user)))
                .distinct()
                .toList();
    }

    private static @Nullable String description(Patch named) {
        return LongText.checked(
                named.check(), "description", named.optionalProse("description", null, LongText.MAX_BYTES));
    }

    /// With this contact as the requester.
    public TicketPatch askedBy(ContactId requester) {
        return new TicketPatch(
                content,
                new Work(work.status(), work.assigneeId(), work.teamId(), work.followers(), new Named<>(requester)));
    }

    /// With this person, or nobody, to work on it.
    public TicketPatch assignedTo(@Nullable UserId assignee) {
        return new TicketPatch(
                content,
                new Work(work.status(), new Named<>(assignee), work.teamId(), work.followers(), work.requesterId()));
    }

    public TicketPatch inTeam(@Nullable UUID team) {
        return new TicketPatch(
                content,
                new Work(work.status(), work.assigneeId(), new Named<>(team), work.followers(), work.requesterId()));
    }

    public TicketPatch followedBy(List<UserId> followers) {
        return new TicketPatch(
                content, new Work(work.status(), work.assigneeId(), work.teamId(), followers, work.requesterId()));
    }

    /// With these tags in place of all.
    public TicketPatch tagged(List<String> tags) {
        return new TicketPatch(
                new Content(
                        content.subject(),
                        content.description(),
                        content.priority(),
                        content.type(),
                        tags,
                        content.customFields()),
                work);
    }

    /// With these custom fields, or none, in place of those it names.
    TicketPatch withCustomFields(@Nullable Named<ObjectNode> fields) {
        return new TicketPatch(
                new Content(
                        content.subject(),
                        content.description(),
                        content.priority(),
                        content.type(),
                        content.tags(),
                        fields),
                work);
    }

    TicketContent applied(TicketContent current) {
        return new TicketContent(
                orElse(content.subject(), current.subject()),
                Named.orElse(content.description(), current.description()),
                orElse(work.status(), current.status()),
                orElse(content.priority(), current.priority()),
                Named.orElse(content.type(), current.type()),
                content.tags() == null ? current.tags() : spelled(content.tags(), current.tags()),
                CustomFields.applied(content.customFields(), current.customFields()));
    }

    People applied(People current) {
        return new People(
                Named.orElse(work.requesterId(), current.requesterId()),
                Named.orElse(work.assigneeId(), current.assigneeId()),
                Named.orElse(work.teamId(), current.teamId()),
                orElse(work.followers(), current.followers()),
                current.requesterUser());
    }

    private static <T> T orElse(@Nullable T named, T current) {
        return named == null ? current : named;
    }

    /// Each tag counts once whatever its case, in the order given, and is spelled as the ticket has it already.
    private static List<String> spelled(List<String> named, List<String> current) {
        var spelling = new HashMap<String, String>();
        Stream.concat(current.stream(), named.stream())
                .forEach(tag -> spelling.putIfAbsent(tag.toLowerCase(Locale.ROOT), tag));
        return named.stream()
                .map(tag -> spelling.getOrDefault(tag.toLowerCase(Locale.ROOT), tag))
                .distinct()
                .toList();
    }

    static Set<String> and(Set<String> names, String... more) {
        return Stream.concat(names.stream(), Stream.of(more)).collect(Collectors.toUnmodifiableSet());
    }
}
