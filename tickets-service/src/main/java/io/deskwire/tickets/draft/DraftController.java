package io.deskwire.tickets.draft;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.tickets.comment.Comment.Visibility;
import io.deskwire.tickets.draft.Draft.Text;
import io.deskwire.tickets.platform.LongText;
import io.deskwire.tickets.ticket.TicketId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/tickets/{ticket}/draft")
class DraftController {
    private final DraftService drafts;

    DraftController(DraftService drafts) {
        this.drafts = drafts;
    }

    record PutRequest(@Nullable String body, @Nullable String visibility) {
        private Text text() {
            var check = new FieldCheck();
            var written = check.present("body", check.optionalProse("body", body, LongText.MAX_BYTES), "");
            LongText.checked(check, "body", written);
            var text = new Text(written, check.oneOf("visibility", visibility, Visibility.class, Visibility.PUBLIC));
            check.done();
            return text;
        }
    }

    @GetMapping
    ResponseEntity<Draft> get(Caller caller, @PathVariable UUID ticket) {
        return answer(drafts.get(caller, new TicketId(ticket)));
    }

    @PutMapping
    ResponseEntity<Draft> put(
            Caller caller, @PathVariable UUID ticket, @RequestBody PutRequest request, @Nullable Revision ifMatch) {
        return answer(drafts.put(caller, new TicketId(ticket), request.text(), ifMatch));
    }

    @DeleteMapping
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID ticket, @Nullable Revision ifMatch) {
        drafts.delete(caller, new TicketId(ticket), ifMatch);
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<Draft> answer(Draft draft) {
        return Revision.ok(draft, draft.version());
    }
}
