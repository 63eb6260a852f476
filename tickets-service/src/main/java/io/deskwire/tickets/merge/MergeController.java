package io.deskwire.tickets.merge;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.tickets.merge.MergeService.Outcome;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/tickets/{id}")
class MergeController {
    private final MergeService merges;

    MergeController(MergeService merges) {
        this.merges = merges;
    }

    record MergeRequest(@Nullable String into) {
        private TicketId target() {
            var check = new FieldCheck();
            var target = new TicketId(check.id("into", into));
            check.done();
            return target;
        }
    }

    @PostMapping("/merge")
    ResponseEntity<Ticket> merge(Caller caller, @PathVariable UUID id, @RequestBody MergeRequest request) {
        var target = request.target();
        while (true) {
            switch (merges.merge(caller, new TicketId(id), target)) {
                case Outcome.Merged(var ticket) -> {
                    return answer(ticket);
                }
                case Outcome.Overtaken() -> requireToBeginAnew();
            }
        }
    }

    /// Within a transaction of the request's, as a key opens one, an attempt that begins anew would go on holding what
    /// the last one held.
    private static void requireToBeginAnew() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw Conflict.changedMeanwhile("other ticket");
        }
    }

    @PostMapping("/unmerge")
    ResponseEntity<Ticket> unmerge(Caller caller, @PathVariable UUID id) {
        return answer(merges.unmerge(caller, new TicketId(id)));
    }

    private static ResponseEntity<Ticket> answer(Ticket ticket) {
        return Revision.ok(ticket, ticket.version());
    }
}
