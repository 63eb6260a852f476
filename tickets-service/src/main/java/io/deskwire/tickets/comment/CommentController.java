package io.deskwire.tickets.comment;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.tickets.comment.Comment.Visibility;
import io.deskwire.tickets.comment.CommentService.Said;
import io.deskwire.tickets.platform.LongText;
import io.deskwire.tickets.ticket.TicketId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/tickets/{ticket}/comments")
class CommentController {
    private final CommentService comments;

    CommentController(CommentService comments) {
        this.comments = comments;
    }

    record CreateRequest(@Nullable String body, @Nullable String visibility) {
        Said said() {
            var check = new FieldCheck();
            var text = check.prose("body", body, LongText.MAX_BYTES);
            LongText.checked(check, "body", text);
            var said = new Said(text, check.oneOf("visibility", visibility, Visibility.class, Visibility.PUBLIC));
            check.done();
            return said;
        }
    }

    @PostMapping
    ResponseEntity<Comment> create(Caller caller, @PathVariable UUID ticket, @RequestBody CreateRequest request) {
        var comment = comments.create(caller, new TicketId(ticket), request.said());
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
}
