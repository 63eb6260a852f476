package io.deskwire.tickets.intake;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.problem.Problem;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.contact.ContactId;
import io.deskwire.tickets.contact.ContactService;
import io.deskwire.tickets.contact.Requester;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketDraft;
import io.deskwire.tickets.ticket.TicketService;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// How other systems bring tickets in: many at once, or by the id they have there.
@Service
class IntakeService {
    private final TicketService tickets;
    private final ContactService contacts;
    private final TransactionTemplate savepoint;

    IntakeService(TicketService tickets, ContactService contacts, PlatformTransactionManager transactions) {
        this.tickets = tickets;
        this.contacts = contacts;
        this.savepoint = new TransactionTemplate(transactions);
        this.savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /// A row of a bulk request: a draft, or what is wrong with it.
    sealed interface Row {
        record Good(TicketDraft draft) implements Row {}

        record Bad(Problem problem) implements Row {}
    }

    /// What became of a row.
    sealed interface Outcome {
        record Created(Ticket ticket) implements Outcome {}

        record Failed(Problem problem) implements Outcome {}
    }

    /// Creates what can be created, in one transaction; a row that fails leaves no trace and does not stop the others.
    ///
    /// Rows are taken in the order given, but those with an external id among themselves in the order of these: two
    /// requests with the same ids wait for each other in one direction. The outcomes have the order of the rows.
    @Transactional
    public List<Outcome> createAll(Caller caller, List<Row> rows) {
        caller.require(Permission.TICKETS_WRITE);
        var readable = caller.may(Permission.TICKETS_READ) ? rows : List.<Row>of();
        var people = readable.stream()
                .map(IntakeService::requester)
                .flatMap(Optional::stream)
                .toList();
        var known = contacts.named(caller.actor(), caller.requireTenant(), people);
        var outcomes = new TreeMap<Integer, Outcome>();
        inOneOrder(rows).forEach(index -> outcomes.put(index, outcome(caller, rows.get(index), known)));
        return List.copyOf(outcomes.values());
    }

    /// The rows' indexes as the rows are taken.
    private static List<Integer> inOneOrder(List<Row> rows) {
        var byExternalId = IntStream.range(0, rows.size())
                .boxed()
                .filter(index -> externalId(rows.get(index)) != null)
                .sorted(Comparator.comparing(index -> String.valueOf(externalId(rows.get(index)))))
                .iterator();
        return IntStream.range(0, rows.size())
                .mapToObj(index -> externalId(rows.get(index)) == null ? index : byExternalId.next())
                .toList();
    }

    private static @Nullable String externalId(Row row) {
        return row instanceof Row.Good(var draft) && draft.origin().externalId() != null
                ? draft.origin().source() + '\0' + draft.origin().externalId()
                : null;
    }

    private static Optional<Requester> requester(Row row) {
        return row instanceof Row.Good(var draft) ? Optional.ofNullable(draft.requester()) : Optional.empty();
    }

    private Outcome outcome(Caller caller, Row row, Map<String, ContactId> known) {
        return switch (row) {
            case Row.Bad(var problem) -> new Outcome.Failed(problem);
            case Row.Good(var draft) -> {
                try {
                    TicketService.requireToOpen(caller, draft);
                    var requester = draft.requester() == null
                            ? null
                            : known.get(draft.requester().email());
                    yield new Outcome.Created(within(() -> tickets.open(caller, draft, requester)));
                } catch (Problem problem) {
                    yield new Outcome.Failed(problem);
                }
            }
        };
    }

    /// What became of a draft for an external id.
    sealed interface Upserted {
        record Created(Ticket ticket) implements Upserted {}

        record Updated(Ticket ticket) implements Upserted {}

        /// There is no such ticket, and the draft is too little for a new one.
        record Incomplete() implements Upserted {}
    }

    /// Creates the ticket, or changes the one that exists; two at once end in one ticket.
    @Transactional
    public Upserted put(Caller caller, TicketDraft draft) {
        caller.require(Permission.TICKETS_READ);
        caller.require(Permission.TICKETS_WRITE);
        var tenant = caller.requireTenant();
        if (!draft.complete() && tickets.find(tenant, draft.origin()).isEmpty()) {
            return new Upserted.Incomplete();
        }
        var requester = tickets.contact(caller.actor(), tenant, draft);
        var existing = tickets.find(tenant, draft.origin());
        if (existing.isEmpty()) {
            try {
                return new Upserted.Created(within(() -> tickets.open(caller, draft, requester)));
            } catch (Conflict taken) {
                existing = tickets.find(tenant, draft.origin());
                if (existing.isEmpty()) {
                    throw taken;
                }
            }
        }
        var patch = requester == null ? draft.patch() : draft.patch().askedBy(requester);
        return new Upserted.Updated(tickets.update(caller, existing.get(), patch, null));
    }

    /// So that a failure undoes this much alone.
    private Ticket within(Supplier<Ticket> work) {
        return Objects.requireNonNull(savepoint.execute(_ -> work.get()));
    }
}
