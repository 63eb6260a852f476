package io.deskwire.tickets.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.observe.RequestTrace;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.ProblemBody;
import io.deskwire.tickets.intake.IntakeService.Outcome;
import io.deskwire.tickets.intake.IntakeService.Row;
import io.deskwire.tickets.intake.IntakeService.Upserted;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketDraft;
import io.deskwire.tickets.ticket.TicketId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/tickets")
class IntakeController {
    private static final int MAX_ROWS = 1_000;

    private final IntakeService intake;

    IntakeController(IntakeService intake) {
        this.intake = intake;
    }

    @PutMapping("/by-external-id/{source}/{externalId}")
    ResponseEntity<Ticket> put(
            Caller caller, @PathVariable String source, @PathVariable String externalId, @RequestBody ObjectNode body) {
        return switch (intake.put(caller, TicketDraft.of(body, source, externalId))) {
            case Upserted.Created(var ticket) ->
                Revision.created("/api/v1/tickets/" + ticket.id(), ticket, ticket.version());
            case Upserted.Updated(var ticket) -> Revision.ok(ticket, ticket.version());
            case Upserted.Incomplete() -> throw Malformed.field("subject", "must be given for a new ticket");
        };
    }

    record BulkRequest(@Nullable List<@Nullable JsonNode> tickets) {
        List<Row> rows() {
            var check = new FieldCheck();
            var rows = check.present("tickets", tickets, List.<@Nullable JsonNode>of());
            check.require(
                    rows.size() <= MAX_ROWS,
                    "tickets",
                    "has %d items (expected: at most %d)".formatted(rows.size(), MAX_ROWS));
            check.done();
            return rows.stream().map(BulkRequest::row).toList();
        }

        private static Row row(@Nullable JsonNode json) {
            if (!(json instanceof ObjectNode body)) {
                return new Row.Bad(Malformed.field("", "a JSON object is expected"));
            }
            try {
                return new Row.Good(TicketDraft.of(body));
            } catch (Problem problem) {
                return new Row.Bad(problem);
            }
        }
    }

    record BulkAnswer(List<Result> results) {}

    /// @param status what a POST of this row alone would have answered
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(
            int index,
            int status,
            @Nullable TicketId id,
            @Nullable Map<String, Object> problem) {}

    @PostMapping("/bulk")
    BulkAnswer bulk(Caller caller, @RequestBody BulkRequest request) {
        var outcomes = intake.createAll(caller, request.rows());
        return new BulkAnswer(IntStream.range(0, outcomes.size())
                .mapToObj(index -> result(index, outcomes.get(index)))
                .toList());
    }

    private static Result result(int index, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Created(var ticket) -> new Result(index, HttpStatus.CREATED.value(), ticket.id(), null);
            case Outcome.Failed(var problem) ->
                new Result(index, ProblemBody.status(problem), null, ProblemBody.of(problem, RequestTrace.requestId()));
        };
    }
}
