package io.deskwire.tickets.split;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.tickets.comment.CommentId;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class SplitController {
    private static final int MAX_COMMENTS = 100;
    private static final int MAX_SUBJECT = 300;

    private final SplitService splits;

    SplitController(SplitService splits) {
        this.splits = splits;
    }

    private record Wanted(List<CommentId> comments, String subject) {}

    record SplitRequest(
            @Nullable List<@Nullable String> commentIds,
            @Nullable String subject) {
        private Wanted wanted() {
            var check = new FieldCheck();
            var ids = check.texts("comment_ids", commentIds, MAX_COMMENTS, 36).stream()
                    .map(id -> new CommentId(check.id("comment_ids", id)))
                    .distinct()
                    .toList();
            check.require(!ids.isEmpty(), "comment_ids", "must name at least one comment");
            var wanted = new Wanted(ids, check.text("subject", subject, MAX_SUBJECT));
            check.done();
            return wanted;
        }
    }

    @PostMapping("/api/v1/tickets/{id}/split")
    ResponseEntity<Ticket> split(Caller caller, @PathVariable UUID id, @RequestBody SplitRequest request) {
        var wanted = request.wanted();
        var made = splits.split(caller, new TicketId(id), wanted.comments(), wanted.subject());
        return Revision.created("/api/v1/tickets/" + made.id(), made, made.version());
    }
}
