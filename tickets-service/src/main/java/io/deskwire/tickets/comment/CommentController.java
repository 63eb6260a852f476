package io.deskwire.tickets.comment;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.directory.Assignees;
import io.deskwire.tickets.comment.Comment.Visibility;
import io.deskwire.tickets.comment.CommentService.LastSeen;
import io.deskwire.tickets.comment.CommentService.Said;
import io.deskwire.tickets.platform.LongText;
import io.deskwire.tickets.ticket.TicketId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/tickets/{ticket}/comments")
class CommentController {
    private final CommentService comments;
    private final Assignees assignees;

    CommentController(CommentService comments, Assignees assignees) {
        this.comments = comments;
        this.assignees = assignees;
    }

    /// @param said what is said, and to whom
    /// @param lastSeen null where the request does not depend on it
    private record Draft(Said said, @Nullable LastSeen lastSeen) {}

    /// @param lastSeenCommentId a text or JSON null; absent where the writer does not say
    record CreateRequest(
            @Nullable String body,
            @Nullable String visibility,
            @Nullable JsonNode lastSeenCommentId,
            @Nullable Boolean force) {
        private Draft draft() {
            var check = new FieldCheck();
            var said = new Said(
                    text(check, body), check.oneOf("visibility", visibility, Visibility.class, Visibility.PUBLIC));
            var lastSeen = lastSeenCommentId == null ? null : lastSeen(check, lastSeenCommentId);
            check.done();
            return new Draft(said, Boolean.TRUE.equals(force) ? null : lastSeen);
        }

        private static LastSeen lastSeen(FieldCheck check, JsonNode named) {
            if (named.isNull()) {
                return new LastSeen(null);
            }
            return new LastSeen(new CommentId(
                    check.id("last_seen_comment_id", named.isString() ? named.stringValue() : named.toString())));
        }
    }

    record EditRequest(@Nullable String body) {
        private String checked() {
            var check = new FieldCheck();
            var text = text(check, body);
            check.done();
            return text;
        }
    }

    private static String text(FieldCheck check, @Nullable String body) {
        var text = check.prose("body", body, LongText.MAX_BYTES);
        LongText.checked(check, "body", text);
        return text;
    }

    @PostMapping
    ResponseEntity<Comment> create(Caller caller, @PathVariable UUID ticket, @RequestBody CreateRequest request) {
        var draft = request.draft();
        var comment =
                assignees.awaiting(() -> comments.create(caller, new TicketId(ticket), draft.said(), draft.lastSeen()));
        return Revision.created(
                "/api/v1/tickets/%s/comments/%s".formatted(ticket, comment.id()), comment, comment.version());
    }

    @GetMapping
    Page<Comment> list(Caller caller, @PathVariable UUID ticket, PageRequest page) {
        return comments.list(caller, new TicketId(ticket), page);
    }

    @GetMapping("/{id}")
    ResponseEntity<Comment> get(Caller caller, @PathVariable UUID ticket, @PathVariable UUID id) {
        var comment = comments.get(caller, new TicketId(ticket), new CommentId(id));
        return Revision.ok(comment, comment.version());
    }

    @PatchMapping("/{id}")
    ResponseEntity<Comment> edit(
            Caller caller,
            @PathVariable UUID ticket,
            @PathVariable UUID id,
            @RequestBody EditRequest request,
            @Nullable Revision ifMatch) {
        var body = request.checked();
        var comment =
                assignees.awaiting(() -> comments.edit(caller, new TicketId(ticket), new CommentId(id), body, ifMatch));
        return Revision.ok(comment, comment.version());
    }

    @GetMapping("/{id}/edits")
    Page<CommentEdit> edits(Caller caller, @PathVariable UUID ticket, @PathVariable UUID id, PageRequest page) {
        return comments.edits(caller, new TicketId(ticket), new CommentId(id), page);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(
            Caller caller, @PathVariable UUID ticket, @PathVariable UUID id, @Nullable Revision ifMatch) {
        comments.delete(caller, new TicketId(ticket), new CommentId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }
}
