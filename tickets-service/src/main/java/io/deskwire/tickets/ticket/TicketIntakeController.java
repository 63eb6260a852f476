package io.deskwire.tickets.ticket;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.observe.RequestTrace;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.ProblemBody;
import io.deskwire.tickets.ticket.TicketIntake.Outcome;
import io.deskwire.tickets.ticket.TicketIntake.Row;
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
class TicketIntakeController {
    private static final int MAX_ROWS = 1_000;

    private final TicketIntake intake;

    TicketIntakeController(TicketIntake intake) {
        this.intake = intake;
    }

    @PutMapping("/by-external-id/{source}/{externalId}")
    ResponseEntity<Ticket> put(
            Caller caller, @PathVariable String source, @PathVariable String externalId, @RequestBody ObjectNode body) {
        var upserted = intake.put(caller, TicketBody.upsert(body, source, externalId));
        return TicketController.answer(
                upserted.created()
                        ? ResponseEntity.created(TicketController.location(upserted.ticket()))
                        : ResponseEntity.ok(),
                upserted.ticket());
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
                return new Row.Good(TicketBody.draft(body));
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
